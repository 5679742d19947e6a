"""ことば: how the pages call what the code calls otherwise."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from exports.notation import MARK_NAMES
from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.domain.record import Kind, Mark
from minutes.domain.work import State

_WORDS: dict[StrEnum, str] = {
    MeetingKind.PLENARY: "本会議",
    MeetingKind.COMMITTEE: "委員会",
    MeetingKind.CONFERENCE: "打合せ",
    MeetingKind.CONSULTATION: "相談",
    Kind.SPEECH: "発言",
    Kind.HEADING: "見出し",
    Kind.DIRECTION: "ト書き",
    Kind.CLOCK: "時刻",
    Role.READER: "閲覧者",
    Role.CLERK: "担当者",
    Role.APPROVER: "承認者",
    Role.ADMINISTRATOR: "管理者",
    State.WAITING: "順番待ち",
    State.WORKING: "作成中",
    State.READY: "粗原稿あり",
    State.FAILED: "できませんでした",
    State.CANCELLED: "取り消し",
}

MEANINGS: dict[Role, str] = {
    Role.READER: "会議録を読み、聞き、受け取る方",
    Role.CLERK: "録音を入れて会議録を作り、直す方",
    Role.APPROVER: "担当者の仕事に加えて、会議録を承認する方（承認の画面は、これからの版で加わります）",
    Role.ADMINISTRATOR: "承認者の仕事に加えて、利用者を加え、操作の記録を見る方",
}
"""What somebody does with a role, for whoever has to choose one."""

FIELDS: dict[str, str] = {
    "municipality": "団体の名前",
    "department": "課",
    "department_id": "課",
    "name": "氏名",
    "login": "利用者名",
    "role": "役割",
    "title": "会議の名前",
    "kind": "種類",
    "held_on": "開催日",
    "roster": "名簿",
    "glossary": "用語集",
    "recording": "録音",
    "speakers": "話す人の数",
    "person": "話者",
    "password": "パスワード",
    "day": "日",
    "term": "語",
}
"""What the fields of forms are called where a problem names them."""
SENDING = "送信が途中です"
"""What the pages say of a meeting whose recordings are not all here."""
_PARTS = re.compile(
    r"(?:(?<=[0-9０-９元]年)|(?<=年度)|(?<=[0-9０-９]回)|(?<=議会|員会)|(?<=[、・　 ）]))(?![度の）」、])|(?=（)"
)
_IDS = ("recording", "department_id")


def word(of: StrEnum) -> str:
    return MARK_NAMES[of] if isinstance(of, Mark) else _WORDS[of]


def tone(state: State) -> str:
    """The colour of a state: a class of the style sheet."""
    return {State.READY: "good", State.FAILED: "bad", State.WAITING: "warn"}.get(state, "")


def size(count: int) -> str:
    """Bytes as people buy them: 「512GB」「1.1TB」."""
    if count >= 1e12:
        return f"{count / 1e12:.1f}TB"
    if count < 1e9:
        return f"{max(1, round(count / 1e6))}MB"
    return f"{count / 1e9:.0f}GB" if count >= 1e10 else f"{count / 1e9:.1f}GB"


def left(seconds: float | None) -> str:
    """「残り 約3分」; rounded, so that it does not flicker; nothing while nobody can know."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "残り 1分以内"
    minutes = round(seconds / 60)
    return f"残り 約{minutes // 60}時間{minutes % 60}分" if minutes >= 60 else f"残り 約{minutes}分"


def lasting(seconds: float) -> str:
    """How long something is: 「1時間4分」「4分32秒」「8秒」."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours}時間{minutes}分"
    return f"{minutes}分{whole % 60}秒" if minutes else f"{whole}秒"


def parted(title: str) -> Sequence[str]:
    """Where the lines of a title may end: 「令和７年」「第３回」「定例会」. Browsers' own phrases part 第 from ３回."""
    return [part for part in _PARTS.split(title) if part]


def shown(field: str, value: str) -> str | None:
    """What somebody typed or chose in a field, as they saw it; ``None`` of what only programs read."""
    if field not in FIELDS or field in _IDS:
        return None
    choices: type[StrEnum] | None = {"kind": MeetingKind, "role": Role}.get(field)
    return word(choices(value)) if choices and value in set(choices) else value


def fault(field: str, kind: str, limits: Mapping[str, Any]) -> str:
    """What is wrong with a field of a form; ``kind`` and ``limits`` as pydantic says them."""
    called = FIELDS.get(field, "入力")
    if kind in ("missing", "string_too_short"):
        return f"「{called}」を入れてください。"
    if kind == "string_too_long":
        return f"「{called}」が長すぎます。{limits['max_length']}文字までにしてください。"
    return f"「{called}」の書き方が正しくありません。"
