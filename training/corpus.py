"""教材: the sentences that the models are trained on, without end, and none of them near the sample meeting.

Each has its people: names in a meeting come from a roster, and the recogniser is trained to read one.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from training import committee, dictionary, phrases, sample
from training.grammar import Grammar, Lists, load

TEXT = Path(__file__).parent / "text"
STANDING = Path(__file__).parent / "standing.txt"
STRETCH = 12
"""A training sentence that has so many characters in a row from the sample is thrown away."""
_WEIGHTS = {"giji": 3.0, "bunpou": 2.5}
_COMMON = 12
"""Common names come so many times for every time a name of the dictionary comes, weighed by the number of names."""
_NAMELESS = 0.3
"""Such a share of the sentences without a person is kept: names are the hardest to hear, and minutes are full of them.
"""


class Name(NamedTuple):
    """A person's name, in two parts."""

    family: str
    given: str

    @property
    def full(self) -> str:
        return self.family + self.given


@dataclass(frozen=True)
class Sentence:
    """A sentence and the people whose names, or family names, stand in it."""

    text: str
    people: tuple[Name, ...]


def grammars() -> tuple[Grammar, ...]:
    return tuple(_by_name().values())


@cache
def _by_name() -> Mapping[str, Grammar]:
    """In the order of their names: what a seed draws depends on it."""
    shared = _shared()
    found = {path.stem: load(path, shared) for path in TEXT.glob("*.txt") if path.stem != "kyotsu"}
    found["bunpou"] = phrases.load(TEXT / "bunpou", shared)
    return dict(sorted(found.items()))


@cache
def _shared() -> Lists:
    words = dictionary.words()
    lists = load(TEXT / "kyotsu.txt", {**words, "姓": (), "名前": ()}).lists
    family = [*list(lists["よくある姓"]) * _COMMON, *words["姓"]]
    given = [*list(lists["よくある名"]) * _COMMON * 2, *words["名前"]]
    return {**lists, **words, "姓": family, "名前": given}


def _weights() -> tuple[float, ...]:
    return tuple(_WEIGHTS.get(name, 1.0) for name in _by_name())


def sentences(seed: int) -> Iterator[Sentence]:
    """Training sentences without end, the same for the same seed."""
    rng = random.Random(seed)
    kinds, weights = grammars(), _weights()
    while True:
        grammar = rng.choices(kinds, weights)[0]
        names = [Name(rng.choice(grammar.lists["姓"]), rng.choice(grammar.lists["名前"])) for _ in range(2)]
        there = {
            **grammar.lists,
            "氏名": tuple(name.full for name in names),
            "姓": tuple(name.family for name in names),
        }
        text = Grammar(grammar.patterns, there).sentence(rng)
        people = tuple(name for name in names if name.family in text)
        if (people or rng.random() < _NAMELESS) and not is_near_sample(text):
            yield Sentence(text, people)


def is_near_sample(text: str) -> bool:
    """Has the text a stretch of the sample meeting, or of the long one, that is no standing phrase of every chamber?

    Or a free sentence of the sample, however short?
    """
    forbidden, free = _forbidden(), _free()
    if any(sentence in free for sentence in text.split("。")):
        return True
    return any(text[at : at + STRETCH] in forbidden for at in range(len(text) - STRETCH + 1))


@cache
def _free() -> frozenset[str]:
    return frozenset(line.text.rstrip("。") for line in sample.SCRIPT if line.kind == "free")


@cache
def _forbidden() -> frozenset[str]:
    standing = STANDING.read_text(encoding="utf-8")
    long = committee.read_script(committee.SCRIPT.read_text(encoding="utf-8"))
    lines = (*sample.SCRIPT, *(line for line in long if line.kind == "free"))
    stretches = (line.text[at : at + STRETCH] for line in lines for at in range(len(line.text) - STRETCH + 1))
    return frozenset(stretch for stretch in stretches if stretch not in standing)


@cache
def letters() -> str:
    """Every character that a training sentence can have, and all kana."""
    kana = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB))]
    written = "".join(text for grammar in grammars() for text in grammar.texts())
    kept = re.sub(r"\{[^{}]*\}|[^一-鿿々〇]", "", written)
    return "".join(sorted({*kana, *kept, *"一二三四五六七八九十百千万億零、。「」・ー"}))
