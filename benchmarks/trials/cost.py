"""手間: what acts cost by the Keystroke-Level Model (Card, Moran, Newell 1980). Modelled, not measured: an agent that
plays the user thinks as long as it thinks, which says nothing of people.

One M for every command (one intention), none between its keys; H whenever the hand goes to the other device. Japanese
is counted as an input method is used: a kana is two keys, a character of Chinese two kana, each run one key to convert
and one to accept.
"""

import re
import unicodedata
from dataclasses import dataclass

K, P, H, M = 0.28, 1.1, 0.4, 1.35
"""Seconds: a key or button, pointing, the hand to the other device, making up one's mind."""
_RUN = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Effort:
    """What an act takes: keys pressed (modifiers too), clicks, turns of the wheel, things pointed at."""

    keys: int = 0
    clicks: int = 0
    turns: int = 0
    points: int = 0

    @property
    def acts(self) -> bool:
        return any((self.keys, self.clicks, self.turns, self.points))

    @property
    def by_mouse(self) -> bool:
        return bool(self.points or self.turns)

    def seconds(self, *, hand_moves: bool) -> float:
        if not self.acts:
            return 0.0
        return M + H * hand_moves + K * (self.keys + self.clicks + self.turns) + P * self.points


NONE = Effort()


def strokes(text: str) -> int:
    """Keys for writing this, through an input method where it is Japanese."""
    runs = _RUN.findall(text)
    return sum(_keys(mark) for mark in text) + sum(1 + any(map(_is_chinese, run)) for run in runs)


def _keys(mark: str) -> int:
    if _is_chinese(mark):
        return 4
    return 2 if re.match("[ぁ-んァ-ヶ]", mark) and mark not in "あいうえおん" else 1


def _is_chinese(mark: str) -> bool:
    return mark == "々" or unicodedata.name(mark, "").startswith("CJK UNIFIED")
