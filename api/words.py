"""ことば: how the pages call what the code calls otherwise."""

from enum import StrEnum

from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.domain.work import State

_WORDS: dict[StrEnum, str] = {
    MeetingKind.PLENARY: "本会議",
    MeetingKind.COMMITTEE: "委員会",
    MeetingKind.CONFERENCE: "打合せ",
    MeetingKind.CONSULTATION: "相談",
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


def word(of: StrEnum) -> str:
    return _WORDS[of]


def left(seconds: float | None) -> str:
    """「残り 約3分」; rounded, so that it does not flicker; nothing while nobody can know."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "残り 1分以内"
    minutes = round(seconds / 60)
    return f"残り 約{minutes // 60}時間{minutes % 60}分" if minutes >= 60 else f"残り 約{minutes}分"
