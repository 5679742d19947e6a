"""ヒント: names and terms -> the prompt that makes the recogniser expect them. Pure."""

from collections.abc import Callable, Sequence
from itertools import islice

TOKENS = 200
"""Of Whisper's 448 positions 224 are the text; what is left must hold the prompt and its markers, or
CTranslate2 fails with "position >= 448"."""

NAMES = 30
"""More names than that dilute each other; the caller puts those of the agenda item first."""

MARK = "、"


def prompt(names: Sequence[str], glossary: Sequence[str], count: Callable[[str], int | None]) -> str:
    """As many whole names, then whole terms, as fit; empty where there are none.

    ``count`` is the tokens of a text, or ``None`` for one the model cannot spell: that one is left out.
    """
    chosen: list[str] = []
    for word in _candidates(names, glossary):
        tokens = count(MARK.join([*chosen, word]))
        if tokens is not None and tokens <= TOKENS:
            chosen.append(word)
    return MARK.join(chosen)


def _candidates(names: Sequence[str], glossary: Sequence[str]) -> list[str]:
    """Each once, without the spaces that rosters put inside names (山田　太郎)."""
    spelled = ("".join(name.split()) for name in names)
    people = islice(dict.fromkeys(name for name in spelled if name), NAMES)
    terms = (term.strip() for term in glossary if term.strip())
    return list(dict.fromkeys([*people, *terms]))
