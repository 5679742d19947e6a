"""粗原稿のJSON: the whole draft, without loss, to be read back by this product or by others.

One object in UTF-8. Times are seconds from the start of the recording; what is unknown is ``null``.

    {"format": "minutes-draft/1",
     "minutes": {
       "meeting":    {"title", "held_on": "2024-12-10" | null, "glossary": [text …],
                      "roster": {"members": [{"name", "role", "seat", "reading"} …]}},
       "paragraphs": [{"id", "kind": "speech" | "heading" | "direction" | "clock", "text", "start_s", "end_s",
                       "voice", "speaker": member | null,
                       "words": [{"text", "start_s", "end_s", "confidence": 0..1} …],
                       "overlapped": [{"start_s", "end_s"} …],
                       "marks": [{"start", "end": characters of the text,
                                  "mark": "cancelled" | "closed" | "check"} …],
                       "checked": true where somebody has said that it is right} …],
       "provenance": {"recording": {"sha256", "name", "duration_s", "parts": [recording …] of several, in order},
                      "recognition_model", "diarization_model", "speech_s",
                      "unheard": [{"start_s", "end_s"} …],
                      "doubts": [{"span": {"start_s", "end_s"}, "reason"} …],
                      "voices": [{"label", "print": [number …] | null} …],
                      "missing": [{"start_s", "end_s"} …],
                      "trial": true where a trial model had part in it},
       "revision": 0,
       "edited": true once people's work shows in it}}

The number after the slash rises when a reader of the old number would misread the new file; fields that are only
added leave it, and a reader passes over fields it does not know. Voices carry 声紋 (``print``): personal data,
so whoever hands the file outside leaves them out (``voice_prints=False``).
"""

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from minutes.domain.errors import UnreadableDraft
from minutes.domain.record import Minutes

FORMAT = "minutes-draft/1"
_MINUTES: TypeAdapter[Minutes] = TypeAdapter(Minutes)


def render(minutes: Minutes, *, voice_prints: bool = True) -> bytes:
    """``read(render(minutes)) == minutes``."""
    if not voice_prints:
        voices = tuple(replace(voice, print=None) for voice in minutes.provenance.voices)
        minutes = replace(minutes, provenance=replace(minutes.provenance, voices=voices))
    whole = {"format": FORMAT, "minutes": _MINUTES.dump_python(minutes, mode="json")}
    # A file name that is not Unicode reaches us with lone surrogates, which UTF-8 cannot hold: "replace"
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read(data: bytes, *, name: str = "JSON") -> Minutes:
    """The draft in ``data``; raises ``UnreadableDraft``, which calls the file by ``name``."""
    whole = _parsed(data, name)
    if not isinstance(whole, dict) or "format" not in whole:
        raise UnreadableDraft(name, "粗原稿のJSONではありません。ファイルの選び間違いがないかを確かめてください。")
    if whole["format"] != FORMAT:
        raise UnreadableDraft(
            name,
            f"形式「{whole['format']}」は、この版では読めません（読めるのは「{FORMAT}」です）。新しい版をお使いください。",
        )
    try:
        return _MINUTES.validate_python(whole.get("minutes"))
    except ValidationError as exc:
        first = exc.errors()[0]
        where = "．".join(str(step) for step in first["loc"]) or "minutes"
        raise UnreadableDraft(
            name, f"「{where}」の内容が正しくありません（{first['msg']}）。書き出し直してください。"
        ) from exc


def _parsed(data: bytes, name: str) -> Any:  # noqa: ANN401 what JSON holds is not known before it is checked
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise UnreadableDraft(name, "JSONとして壊れています。書き出し直してください。") from exc
