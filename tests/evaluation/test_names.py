"""Where in the reference names stand; how well they are heard is in test_examination.py."""

import pytest

from minutes.domain.record import Kind, Paragraph
from minutes.evaluation.comparison import compare
from minutes.evaluation.names import NameScore, name_scores, places
from minutes.evaluation.reference import Reference, Utterance


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("三番、高木健議員。", "高木健"),
        ("高木議員の質問です。", "高木"),
        ("高木の林に入る。", ""),
        ("高木健さんと、大野茂さん。", "高木健大野茂"),
    ],
)
def test_a_full_name_or_a_family_name_before_an_address(said, named):
    comparison = compare((), Reference((Utterance(said),)))
    found = places(comparison, ("高木健", "大野茂"))
    assert "".join(comparison.true[place] for place in sorted(found)) == named


TWO = ("佐藤一郎", "佐藤花子")


def scores(said, names, written=""):
    draft = (Paragraph("p", Kind.SPEECH, written, 0.0, 1.0),)
    return name_scores(compare(draft, Reference((Utterance(said),))), names)


def test_a_family_name_that_two_have_is_counted_once_and_for_itself():
    assert scores("佐藤議員。", TWO, "佐藤議員。") == (
        NameScore("佐藤一郎", 0, 0, 0),
        NameScore("佐藤花子", 0, 0, 0),
        NameScore("佐藤", 1, 1, 0),
    )
    assert scores("佐藤花子議員。", TWO, "加藤花子議員。") == (
        NameScore("佐藤一郎", 0, 0, 0),
        NameScore("佐藤花子", 1, 0, 0, (("加藤花子", 1),)),
    )
    assert scores("異議なし。", TWO, "佐藤君。")[2] == NameScore("佐藤", 0, 0, 1)


def test_a_longer_name_is_no_shorter_one():
    assert [one.said for one in scores("大野木議員、大野議長。", ("大野茂", "大野木実子"))] == [0, 1, 1]
    assert [one.said for one in scores("高木健一君。", ("高木健", "高木健一"))] == [0, 1]


def test_a_person_twice_on_the_roster_is_one():
    assert scores("大野議長。", ("大野茂", "大野茂"), "大野議長。") == (NameScore("大野茂", 1, 1, 0),)


@pytest.mark.parametrize(
    "said",
    ["３番、林議員。", "３番林議員。", "議長（林君）", "それは林課長に。", "質疑、林委員。", "　林副町長", "林　茂君"],
)
def test_a_family_name_of_one_character_counts_before_an_address(said):
    assert [one.said for one in scores(said, ("林茂",))] == [1]
    assert [one.said for one in scores(said.replace("林　茂", "林太郎"), ("林太郎",))] == [1]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("小林議員。", "林茂"),
        ("農林課長。", "林茂"),
        ("森林課長。", "森進"),
        ("林業課長。", "林茂"),
        ("林委員会。", "林茂"),
        ("林の中。", "林茂"),
        ("前町長。", "前田健"),
        ("本委員として。", "本間健"),
        ("奥さんが。", "奥村健"),
        ("北区長。", "北健"),
    ],
)
def test_a_plain_word_or_another_name_is_not_taken_for_it(said, name):
    assert [one.said for one in scores(said, (name,))] == [0]


def test_a_roster_of_family_names_alone_needs_an_address_where_they_have_one_character():
    assert [one.said for one in scores("森議員、森の道、佐藤の道。", ("森", "佐藤"))] == [1, 1]
