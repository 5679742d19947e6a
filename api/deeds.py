"""したこと: entries of the audit log as sentences that an administrator reads."""

from collections.abc import Mapping
from enum import StrEnum

from api.words import FIELDS, word
from minutes.domain.people import Role
from minutes.store.audit import Action
from minutes.store.tables import AuditRow

_SENTENCES: dict[Action, str] = {
    Action.SET_UP: "{who}が、はじめの設定をしました",
    Action.SIGN_IN: "{who}がサインインしました",
    Action.SIGN_IN_REFUSED: "{who}がサインインできませんでした（利用者名かパスワードの間違い）",
    Action.SIGN_OUT: "{who}がサインアウトしました",
    Action.ACCOUNT_MADE: "{who}が、{whom}を利用者に加えました",
    Action.ACCOUNT_CHANGED: "{who}が、{whom}の{changes}変えました",
    Action.ACCOUNT_CLOSED: "{who}が、{whom}を使えなくしました",
    Action.ACCOUNT_REOPENED: "{who}が、{whom}をまた使えるようにしました",
    Action.PASSWORD_GIVEN: "{who}が、{whom}に新しいパスワードを付けました",
    Action.PASSWORD_CHANGED: "{who}が自分のパスワードを変えました",
    Action.SIGNED_OUT_EVERYWHERE: "{who}が、すべてのブラウザからサインアウトしました",
    Action.KEY_MADE: "{who}がAPIの鍵を作りました",
    Action.KEY_CLOSED: "{who}が{whose}APIの鍵を使えなくしました",
    Action.DEPARTMENT_MADE: "{who}が課{named}を作りました",
    Action.DEPARTMENT_RENAMED: "{who}が課の名前を「{before}」から「{name}」に変えました",
    Action.MEETING_MADE: "{who}が会議{named}を作りました",
    Action.MEETING_CHANGED: "{who}が会議{named}の{what}を変えました",
    Action.MEETING_BINNED: "{who}が会議{named}をごみ箱に移しました",
    Action.MEETING_TAKEN_BACK: "{who}が会議{named}をごみ箱から戻しました",
    Action.MEETING_DELETION_ASKED: "{who}が会議{named}をすぐに消すことにしました",
    Action.MEETING_DELETED: "{who}が会議を消しました",
    Action.RECORDING_UPLOADED: "{who}が録音を入れました",
    Action.RECORDING_REMOVED: "{who}が録音を消しました",
    Action.JOB_ASKED: "{who}が会議{named}の粗原稿を作り始めました",
    Action.JOB_CANCELLED: "{who}が会議{named}の粗原稿作りを取り消しました",
    Action.VOICE_NAMED: "{who}が会議{named}の話者の名前を決めました",
    Action.DESK_OPENED: "{who}が会議{named}の校正の画面を開きました",
    Action.TEXT_EDITED: "{who}が会議{named}の本文を直しました",
    Action.VERSION_RESTORED: "{who}が会議{named}の本文を、{version}の版に戻しました",
    Action.OFFERS_TAKEN: "{who}が会議{named}の本文に、もう一度起こした文を{count}段落取り入れました",
    Action.OFFERS_DECLINED: "{who}が会議{named}の、もう一度起こした文を使わないことにしました",
    Action.TERM_ADDED: "{who}が用語集に語を加えました",
    Action.TERM_REMOVED: "{who}が用語集の語を消しました",
    Action.DOWNLOADED: "{who}が会議{named}を受け取りました（{ending}）",
    Action.AUDIT_DOWNLOADED: "{who}がこの記録を受け取りました",
}


class Kind(StrEnum):
    """記録の種類, by which an administrator looks for entries."""

    SIGN_IN = "sign-in"
    PEOPLE = "people"
    MEETINGS = "meetings"
    DOWNLOADS = "downloads"

    @property
    def called(self) -> str:
        return _KINDS[self][0]

    @property
    def actions(self) -> tuple[Action, ...]:
        return _KINDS[self][1]


_KINDS: dict[Kind, tuple[str, tuple[Action, ...]]] = {
    Kind.SIGN_IN: (
        "サインイン",
        (Action.SIGN_IN, Action.SIGN_IN_REFUSED, Action.SIGN_OUT, Action.SIGNED_OUT_EVERYWHERE),
    ),
    Kind.PEOPLE: (
        "利用者と課",
        (
            Action.SET_UP,
            Action.ACCOUNT_MADE,
            Action.ACCOUNT_CHANGED,
            Action.ACCOUNT_CLOSED,
            Action.ACCOUNT_REOPENED,
            Action.PASSWORD_GIVEN,
            Action.PASSWORD_CHANGED,
            Action.KEY_MADE,
            Action.KEY_CLOSED,
            Action.DEPARTMENT_MADE,
            Action.DEPARTMENT_RENAMED,
        ),
    ),
    Kind.MEETINGS: (
        "会議と録音",
        (
            Action.MEETING_MADE,
            Action.MEETING_CHANGED,
            Action.MEETING_BINNED,
            Action.MEETING_TAKEN_BACK,
            Action.MEETING_DELETION_ASKED,
            Action.MEETING_DELETED,
            Action.RECORDING_UPLOADED,
            Action.RECORDING_REMOVED,
            Action.JOB_ASKED,
            Action.JOB_CANCELLED,
            Action.VOICE_NAMED,
            Action.DESK_OPENED,
            Action.TEXT_EDITED,
            Action.VERSION_RESTORED,
            Action.OFFERS_TAKEN,
            Action.OFFERS_DECLINED,
            Action.TERM_ADDED,
            Action.TERM_REMOVED,
        ),
    ),
    Kind.DOWNLOADS: ("受け取り", (Action.DOWNLOADED, Action.AUDIT_DOWNLOADED)),
}


def deed(entry: AuditRow, names: Mapping[str, str]) -> str:
    """「山田花子さんが会議「定例会」を作りました」; ``names``: what entries are about, where the reader may know it."""
    name = names.get(entry.subject, "")
    told = {
        "who": f"{entry.name}さん" if entry.name else "プログラム" if entry.address == "" else "だれか",
        "whom": f"{name}さん" if name else "ある利用者",
        "whose": f"、{name}さんの" if name else "、ある利用者の" if entry.subject else "",
        "named": f"「{name}」" if name else "",
        "what": "・".join(FIELDS[what] for what in entry.detail.get("what", "").split()),
        "changes": "、".join(_change(what, value) for what, value in entry.detail.items() if what in FIELDS),
    }
    return _SENTENCES[Action(entry.action)].format_map(entry.detail | told)


def _change(what: str, value: str) -> str:
    return f"{FIELDS[what]}を「{word(Role(value)) if what == 'role' else value}」に"
