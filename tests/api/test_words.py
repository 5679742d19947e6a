"""Words of the pages."""

import pytest

from api.words import MEANINGS, fault, lasting, left, parted, shown, size, tone, word
from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.domain.work import State


@pytest.mark.parametrize("one", [*MeetingKind, *Role, *State])
def test_every_choice_has_a_word(one):
    assert word(one)


def test_every_role_is_explained():
    assert set(MEANINGS) == set(Role)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, ""), (5, "残り 1分以内"), (170, "残り 約3分"), (3600, "残り 約1時間0分"), (5500, "残り 約1時間32分")],
)
def test_time_left_does_not_flicker(seconds, told):
    assert left(seconds) == told


@pytest.mark.parametrize(
    ("count", "told"), [(3e5, "1MB"), (4.2e7, "42MB"), (8.2e9, "8.2GB"), (512e9, "512GB"), (1.1e12, "1.1TB")]
)
def test_sizes_as_people_buy_them(count, told):
    assert size(count) == told


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, "0秒"), (8, "8秒"), (272, "4分32秒"), (3599.6, "1時間0分"), (3900, "1時間5分")]
)
def test_how_long_something_is(seconds, told):
    assert lasting(seconds) == told


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("令和７年第３回青葉町議会定例会", ["令和７年", "第３回", "青葉町議会", "定例会"]),
        ("令和7年度補正予算（案）、手数料", ["令和7年度", "補正予算", "（案）、", "手数料"]),
        ("議会会議録の打合せ", ["議会", "会議録の打合せ"]),
        ("空き家", ["空き家"]),
    ],
)
def test_lines_of_a_title_end_where_its_phrases_do(title, parts):
    assert list(parted(title)) == parts


def test_colours_of_states():
    assert (tone(State.READY), tone(State.FAILED), tone(State.WORKING)) == ("good", "bad", "")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "介護の相談", "介護の相談"),
        ("kind", "consultation", "相談"),
        ("kind", "party", "party"),
        ("role", "clerk", "担当者"),
        ("recording", "5f2a", None),
        ("to", "/", None),
    ],
)
def test_what_was_typed_as_the_person_saw_it(field, value, said):
    assert shown(field, value) == said


def test_what_is_wrong_with_a_field():
    assert fault("login", "missing", {}) == "「利用者名」を入れてください。"
    assert (
        fault("title", "string_too_long", {"max_length": 200})
        == "「会議の名前」が長すぎます。200文字までにしてください。"
    )
    assert fault("anything", "enum", {}) == "「入力」の書き方が正しくありません。"
