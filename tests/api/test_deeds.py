"""Everything that can go on record can be read as a sentence, and found by its kind."""

import pytest

from api.deeds import Kind, deed
from minutes.store.audit import Action
from minutes.store.tables import AuditRow, now

DETAIL = {
    "before": "総務課",
    "name": "総務部",
    "ending": "docx",
    "role": "approver",
    "department": "福祉課",
    "version": "きのう",
    "count": 3,
}


def entry(action, **more):
    given = {"name": "山田花子", "address": "192.0.2.7", "subject": "x", "detail": DETAIL} | more
    return AuditRow(position=1, at=now(), action=action, digest="", **given)


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_sentence_and_a_kind(action):
    sentence = deed(entry(action), {"x": "佐藤一郎"})
    assert sentence.startswith("山田花子さんが")
    assert "{" not in sentence
    assert [kind for kind in Kind if action in kind.actions]


def test_a_meeting_is_named_only_for_whom_it_is_there():
    assert deed(entry(Action.MEETING_MADE), {"x": "定例会"}) == "山田花子さんが会議「定例会」を作りました"
    assert deed(entry(Action.MEETING_MADE), {}) == "山田花子さんが会議を作りました"


def test_changes_of_an_account_are_told_one_by_one():
    changed = entry(Action.ACCOUNT_CHANGED, detail={"role": "approver", "department": "福祉課"})
    assert (
        deed(changed, {"x": "佐藤一郎"})
        == "山田花子さんが、佐藤一郎さんの役割を「承認者」に、課を「福祉課」に変えました"
    )


def test_keys_that_somebody_else_closes_are_told_to_be_somebody_elses():
    theirs = deed(entry(Action.KEY_CLOSED), {"x": "佐藤一郎"})
    assert theirs == "山田花子さんが、佐藤一郎さんのAPIの鍵を使えなくしました"
    assert deed(entry(Action.KEY_CLOSED, subject=""), {}) == "山田花子さんがAPIの鍵を使えなくしました"


def test_who_is_nobody_yet_and_who_is_no_person():
    assert deed(entry(Action.SIGN_IN_REFUSED, name=""), {}).startswith("だれかがサインインできませんでした")
    assert deed(entry(Action.MEETING_DELETED, name="", address=""), {}) == "プログラムが会議を消しました"
