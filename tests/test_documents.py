"""The documents keep their word: no blanks left to fill, no link that leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_is_left_to_fill_in(document):
    assert not re.findall(r"@[A-Z]+@|TODO|FIXME", document.read_text())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_test_that_the_evidence_names_exists():
    named = set(re.findall(r"[\w/]*\b(test_\w+\.py)", (ROOT / "docs" / "evidence.md").read_text()))
    assert named - {path.name for path in (ROOT / "tests").rglob("test_*.py")} == set()
