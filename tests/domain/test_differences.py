"""違い: what a secretary reads of two versions."""

from dataclasses import replace

import pytest

from minutes.domain.differences import Fate, compared, differences
from tests.coedit.drafts import draft

SIGN = {Fate.SAME: "{}", Fate.GONE: "[-{}-]", Fate.NEW: "[+{}+]"}


def shown(runs):
    return "".join(SIGN[fate].format(text) for fate, text in runs)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("はい。", "はい。", "はい。"),
        ("", "はい。", "[+はい。+]"),
        ("昨年は増えました。", "昨年度は増えました。", "昨年[+度+]は増えました。"),
        ("会義を閉会します。", "会議を開会します。", "会[-義を閉-][+議を開+]会します。"),
        ("開会します。はい。", "開会します。\nはい。", "開会します。[+\n+]はい。"),
        ("えー異議なし。", "日程第一、一般質問。", "[-えー異議なし。-][+日程第一、一般質問。+]"),
        ("𠮷野です。", "𠮟野です。", "[-𠮷-][+𠮟+]野です。"),
    ],
)
def test_characters(old, new, found):
    assert shown(compared(old, new)) == found


def test_paragraphs_are_known_by_their_ids_however_they_were_parted_and_joined():
    first, second, third = before = draft("開会します。", "はい。いいえ。", "散会します。").paragraphs
    parted = replace(second, id="new", text="はい。")
    after = (parted, replace(second, text="いいえ。"), replace(third, text="終わります。"))
    found = list(differences(before, after))
    assert [([one.id for one in group.before], [one.id for one in group.after]) for group in found] == [
        (["p0001", "p0002"], ["new", "p0002"]),
        (["p0003"], ["p0003"]),
    ]
    assert shown(found[0].runs) == "[-開会します。\n-]はい。[+\n+]いいえ。"
    assert not next(differences(before, before)).is_edited
    assert first.id == "p0001"
