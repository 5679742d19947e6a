"""The specification and what shows it."""

import re
from pathlib import Path

import pytest

from minutes.coedit.form import KEY, one_line

FORM = (Path(__file__).parents[2] / "docs" / "document-form.md").read_text()


def test_every_test_that_the_specification_names_exists():
    file, missing = "", []
    for its_file, test in re.findall(r"`(test_\w+\.py)?::(test_\w+)`", FORM):
        file = its_file or file
        if f"def {test}(" not in (Path(__file__).parent / file).read_text():
            missing.append(f"{file}::{test}")
    assert missing == []


@pytest.mark.parametrize("key", ["p0001", "x", "A_b-9", "x" * 64])
def test_a_key(key):
    assert KEY.fullmatch(key)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\r\n二\n三\r四", "一 二 三 四"),
        ("一\u2028二\u2029三\x85四\v五\f六", "一 二 三 四 五 六"),
        ("\ud842\ufffd\ufffc", "〓〓〓"),
        ("𠮷\0\u200f🧑‍🌾か\u3099\t　", "𠮷\0\u200f🧑‍🌾か\u3099\t　"),
    ],
)
def test_any_text_fits_a_line(text, line):
    assert one_line(text) == line
