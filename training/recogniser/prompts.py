"""手がかり: what stands before a window: a roster, or what was said before; and which of it is spoken in the window.

Many a person on the roster is spelled another way than usual, so that nothing but the prompt can tell how; the same
person is spelled so in the window's text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from training.corpus import Name, Sentence
from training.dictionary import homophones

LONGEST = 200
"""Characters, and as many tokens: no more than the product hands over (`minutes/asr/hints.py`)."""
_RENAMED = 0.6
"""Share of the people whose name is spelled another way; chosen by feel: most names must be read off the prompt."""


@dataclass(frozen=True)
class Prompt:
    """Its text, the people of it who are spoken of, and how their names are spelled, by their usual spelling.

    ``goes_on``: it is what was said before, and the window goes on where it ends.
    """

    text: str = ""
    names: tuple[Name, ...] = ()
    spelled: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = False

    def until(self, cut: str) -> str:
        """Its text when the window begins behind ``cut`` of a sentence."""
        return (self.text + cut)[-LONGEST:] if self.goes_on else self.text

    def spell(self, text: str) -> str:
        """``text`` with this window's spelling."""
        for name, other in self.spelled.items():
            text = text.replace(name, other)
        return text

    def copies(self, text: str) -> Iterator[tuple[int, int]]:
        """For each character of a name in ``text`` that the prompt has too: where it is in both."""
        for name in self.names:
            told = self.text.find(name.full)
            for found in re.finditer(f"{name.family}({name.given})?", text):
                if told >= 0 and (found[1] or _is_name(name.family)):
                    yield from ((found.start() + at, told + at) for at in range(len(found[0])))


def roster(said: Sequence[Sentence], strangers: Sequence[Name], rng: np.random.Generator, alphabet: str) -> Prompt:
    """Most people who are spoken of, some terms, and strangers, in any order; spelled with ``alphabet`` alone."""
    spoken = [name for sentence in said for name in sentence.people if rng.random() < 0.9]
    words = [name.full for name in (*spoken, *strangers)]
    for sentence in said:
        words += [term for term in re.findall("[一-鿿々]{3,8}", sentence.text) if rng.random() < 0.15]
    text = "、".join(dict.fromkeys(words[index] for index in rng.permutation(len(words))))[:LONGEST]
    renamed = {
        name: _respelled(name, rng, alphabet) if rng.random() < _RENAMED else name for name in dict.fromkeys(spoken)
    }
    spelled = {name.full: other.full for name, other in renamed.items()}
    spelled |= {name.family: other.family for name, other in renamed.items() if _is_name(name.family)}
    return Prompt(Prompt(spelled=spelled).spell(text), tuple(renamed.values()), spelled)


def _is_name(family: str) -> bool:
    """A family name of one character may be another word: 林, 森."""
    return len(family) > 1


def _respelled(name: Name, rng: np.random.Generator, alphabet: str) -> Name:
    """A name that is read like this one and as long."""
    known = set(alphabet)

    def homophone(kind: str, part: str) -> str:
        others = [other for other in homophones(kind).get(part, ()) if known.issuperset(other)]
        return str(rng.choice(others)) if others else part

    return Name(homophone("姓", name.family), homophone("名前", name.given))
