"""文法: sentences out of the patterns in `text/`.

A line is a pattern; ``{名}`` is a word of the list ``@名 = 語 語 …`` (which may hold patterns again), ``{数:1-30}``
a number in kanji as minutes write it, ``(甲|乙|)`` a choice. Lists of ``kyotsu.txt`` serve all files.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{([^{}]*)\}")
_LIST = re.compile(r"@(\S+)\s*=\s*(.*)")
_DIGITS = "零一二三四五六七八九"
_UNITS = ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"))

RICH = 4
Lists = Mapping[str, Sequence[str]]


class BadPattern(ValueError):
    """A file of patterns that cannot be read."""


@dataclass(frozen=True)
class Grammar:
    """The patterns of one file and the lists they draw from."""

    patterns: tuple[str, ...]
    lists: Lists

    def sentence(self, rng: random.Random) -> str:
        """Patterns with much in them to choose from come `RICH` times as often as plain sentences."""
        pattern = rng.choice(self.patterns)
        while not ("{" in pattern or "(" in pattern or rng.random() < 1 / RICH):
            pattern = rng.choice(self.patterns)
        return expand(pattern, self.lists, rng)

    def texts(self) -> Iterator[str]:
        """All that is fixed, whatever is drawn: its patterns and the words of its lists."""
        yield from self.patterns
        for words in self.lists.values():
            yield from words


def load(path: Path, shared: Lists) -> Grammar:
    """Raises `BadPattern` when a list is defined twice or a slot has no list."""
    patterns: list[str] = []
    lists: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _LIST.match(line):
            if match[1] in lists:
                raise BadPattern(f"{path.name}: @{match[1]} is defined twice")
            current = lists[match[1]] = match[2].split()
        elif line.startswith("  ") and current is not None:
            current += line.split()
        elif line.strip() and not line.startswith("#"):
            patterns.append(line.strip())
            current = None
    grammar = Grammar(tuple(patterns), {**shared, **lists})
    check(path, grammar, lists)
    return grammar


def check(path: Path, grammar: Grammar, own: Lists) -> None:
    """Raises `BadPattern` when a slot of a pattern, or of the lists that are the file's own, has no list."""
    known = set(grammar.lists)
    for pattern in [*grammar.patterns, *(word for words in own.values() for word in words)]:
        unknown = {slot for slot in _SLOT.findall(pattern) if not slot.startswith("数:")} - known
        if unknown or pattern.count("(") != pattern.count(")"):
            raise BadPattern(f"{path.name}: {pattern} ({', '.join(sorted(unknown)) or 'brackets'})")


def expand(pattern: str, lists: Lists, rng: random.Random) -> str:
    """One sentence of a pattern."""
    while "(" in pattern:
        pattern = _CHOICE.sub(lambda choice: rng.choice(choice[1].split("|")), pattern)

    def slot(match: re.Match[str]) -> str:
        if match[1].startswith("数:"):
            low, high = match[1][2:].split("-")
            return number(rng.randint(int(low), int(high)))
        return expand(rng.choice(lists[match[1]]), lists, rng)

    return _SLOT.sub(slot, pattern)


def number(value: int) -> str:
    """漢数字 below a hundred million: 二百三十一, 千五百, 一万二千."""
    if value == 0:
        return "零"
    text = ""
    for unit, name in _UNITS:
        count, value = divmod(value, unit)
        if count:
            text += ("" if count == 1 and unit < 10_000 else number(count)) + name
    return text + (_DIGITS[value] if value else "")
