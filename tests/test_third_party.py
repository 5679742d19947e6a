"""Everything pinned is listed with its licence, so that nothing comes in unseen."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return {tuple(line.split("==")) for line in lines if line and not line.startswith("#")}


def test_every_pin_is_listed_with_its_version_and_licence():
    rows = re.findall(r"^\| ([\w.-]+) \| (\S+) \| (.+) \|$", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE)
    listed = {(name, version) for name, version, licence in rows if licence.strip() not in {"", "?", "UNKNOWN"}}
    assert pins() <= listed


def test_pins_are_exact_and_name_no_address():
    text = (ROOT / "constraints.txt").read_text()
    assert all(re.fullmatch(r"[\w.-]+", name) and re.fullmatch(r"[\w.]+", version) for name, version in pins())
    assert "://" not in text and "@" not in text
