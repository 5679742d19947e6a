"""教材: the sentences that the models are trained on, without end; none is near a meeting that they are measured on.

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
from training.sitting import ScriptLine

TEXT = Path(__file__).parent / "text"
STANDING = Path(__file__).parent / "standing.txt"
STRETCH = 12
"""A training sentence that has so many characters in a row from one of the meetings is thrown away."""
_WEIGHTS = {"giji": 3.0, "bunpou": 2.5}
"""The order of business is in every meeting, and the phrases of bunpou vary most; how much more they come was chosen by
feel."""
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
    """文法: one of each file of patterns, and the one that is made of phrases; always in the same order."""
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
        sentence = draw(rng.choices(kinds, weights)[0], rng)
        if (sentence.people or rng.random() < _NAMELESS) and not is_near_a_meeting(sentence.text):
            yield sentence


def draw(grammar: Grammar, rng: random.Random) -> Sentence:
    """One sentence; whoever it speaks of is one of two people."""
    names = [Name(rng.choice(grammar.lists["姓"]), rng.choice(grammar.lists["名前"])) for _ in range(2)]
    there = {
        **grammar.lists,
        "氏名": tuple(name.full for name in names),
        "姓": tuple(name.family for name in names),
    }
    text = Grammar(grammar.patterns, there).sentence(rng)
    return Sentence(text, tuple(name for name in names if name.family in text))


def is_near_a_meeting(text: str) -> bool:
    """Has the text a stretch of the sample meeting, or of the long one, that is no standing phrase of every chamber?

    Or a free sentence of theirs, however short?
    """
    sentences, stretches = _free_sentences(), _stretches()
    if any(f"{sentence}。" in sentences for sentence in text.split("。")[:-1]):
        return True
    return any(text[at : at + STRETCH] in stretches for at in range(len(text) - STRETCH + 1))


@cache
def _free_sentences() -> frozenset[str]:
    lines = (*sample.SCRIPT, *_long_meeting())
    return frozenset(line.text for line in lines if line.kind == "free") - frozenset(_standing().splitlines())


@cache
def _stretches() -> frozenset[str]:
    lines = (*sample.SCRIPT, *(line for line in _long_meeting() if line.kind == "free"))
    found = (line.text[at : at + STRETCH] for line in lines for at in range(len(line.text) - STRETCH + 1))
    return frozenset(stretch for stretch in found if stretch not in _standing())


@cache
def _standing() -> str:
    return STANDING.read_text(encoding="utf-8")


def _long_meeting() -> tuple[ScriptLine, ...]:
    return committee.read_script(committee.SCRIPT.read_text(encoding="utf-8"))


@cache
def alphabet() -> str:
    """Every character that a training sentence can have, and all kana."""
    kana = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB))]
    written = "".join(text for grammar in grammars() for text in grammar.texts())
    kept = re.sub(r"\{[^{}]*\}|[^一-鿿々〇]", "", written)
    return "".join(sorted({*kana, *kept, *"一二三四五六七八九十百千万億零、。「」・ー"}))
