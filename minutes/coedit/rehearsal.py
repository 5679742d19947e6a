"""下稽古: a copy of a document, on which an update is tried before the document takes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pycrdt import Doc

from minutes.coedit.content import content_of, map_of, text_of
from minutes.coedit.form import FORBIDDEN, LARGEST_UPDATE, MARKS, MOST_BYTES, PEOPLE, VOICES, Attributes
from minutes.coedit.rules import objection, standing
from minutes.coedit.wire import clocks, reach
from minutes.domain.errors import RefusedEdit

DAMAGED = "届いたデータが壊れています。"


class Rehearsal:
    """Goes along with its document, update by update. Once it has refused one, it is of no use any more."""

    def __init__(self, state: bytes) -> None:
        self._doc: Doc[Any] = Doc()
        self._doc.apply_update(state)
        self._standing = standing(content_of(self._doc))
        self._text, self._maps = text_of(self._doc), (map_of(self._doc, VOICES), map_of(self._doc, PEOPLE))
        self._delta, self._entries = list[Mapping[str, Any]](), list[object]()
        self._observe(self._delta, self._entries)

    def _observe(self, delta: list[Mapping[str, Any]], entries: list[object]) -> None:
        """What observes must not know this object, or the document would keep itself alive for ever."""
        self._text.observe(lambda event: delta.extend(event.delta))  # type: ignore[attr-defined]
        for entry in self._maps:
            entry.observe_deep(lambda events: entries.extend(events))

    def try_out(self, update: bytes) -> None:
        """Raises ``RefusedEdit``."""
        if len(update) > LARGEST_UPDATE:
            raise RefusedEdit("一度に送れる量を超えています。")
        length = len(self._text)
        self._take(update)
        if len(self._text) > max(length, MOST_BYTES):
            raise RefusedEdit("会議録が長くなりすぎます。")
        if self._entries or not is_typing(self._delta, length, len(self._text)):
            self._judge()

    def _take(self, update: bytes) -> None:
        self._delta.clear()
        self._entries.clear()
        try:
            goal = reach(update)
            self._doc.apply_update(update)
        except (ValueError, RuntimeError) as exc:
            raise RefusedEdit(DAMAGED) from exc
        arrived = clocks(self._doc.get_state())
        if any(arrived.get(client, 0) < clock for client, clock in goal.items()):
            raise RefusedEdit("これより前の変更が届いていません。")

    def _judge(self) -> None:
        after = standing(content_of(self._doc))
        if why := objection(self._standing, after):
            raise RefusedEdit(why)
        self._standing = after


def is_typing(delta: Sequence[Mapping[str, Any]], before: int, after: int) -> bool:
    """Were characters only written or deleted, before the last newline? Then no rule can be broken.

    ``before`` and ``after``: the text's length in bytes. Most updates are of this kind, and judging the whole
    text for each of them costs 20 times as much (6,000 paragraphs: 40 ms).
    """
    passed = grown = 0
    for change in delta:
        match change:
            case {"insert": str(text), **more} if not FORBIDDEN.search(text) and _is_sound(more.get("attributes")):
                grown += len(text.encode())
            case {"retain": int(length), **attributes} if not attributes:
                passed += length
            case {"delete": int(length)}:
                passed += length
                grown -= length
            case _:
                return False
    return passed < before and before + grown == after


def _is_sound(attributes: Attributes | None) -> bool:
    """Are the marks that the written characters carry what marks may be?"""
    return not attributes or all(attributes.get(name) is None or attributes[name] is True for name in MARKS)
