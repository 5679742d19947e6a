"""Everything pinned is listed with its licence, so that nothing comes in unseen."""

import json
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


def test_every_file_for_browsers_that_is_not_ours_lies_beside_its_licence():
    vendor = ROOT / "api" / "static" / "vendor"
    told = (vendor / "LICENCES.md").read_text()
    parts = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", told, re.DOTALL | re.MULTILINE))
    assert set(parts) == {path.name for path in vendor.glob("*.js")}
    assert all("Copyright" in part and "AS IS" in part for part in parts.values())


def test_every_package_in_the_desk_is_listed_with_its_version_and_the_whole_licence_beside_it():
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    told = (ROOT / "api" / "static" / "desk" / "LICENCES.md").read_text()
    parts = dict(re.findall(r"^## (\S+ \S+ \(\S+\))\n(.*?)(?=^## |\Z)", told, re.DOTALL | re.MULTILINE))
    fetched = {name.removeprefix("node_modules/"): entry for name, entry in lock.items() if name}
    locked = {f"{name} {entry['version']} ({entry['license']})" for name, entry in fetched.items()}
    assert set(parts) <= locked
    assert lock[""]["dependencies"].keys() <= {part.split()[0] for part in parts}
    assert all("Copyright" in part and "AS IS" in part for part in parts.values())
    listed = set(re.findall(r"^\| (\S+) \| (\S+) \| (\S+) \|", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE))
    shipped = {tuple(re.fullmatch(r"(\S+) (\S+) \((\S+)\)", part).groups()) for part in parts}
    assert shipped <= listed
    assert ("esbuild", lock["node_modules/esbuild"]["version"], "MIT") in listed


def test_pins_are_exact_and_name_no_address():
    text = (ROOT / "constraints.txt").read_text()
    assert all(re.fullmatch(r"[\w.-]+", name) and re.fullmatch(r"[\w.]+", version) for name, version in pins())
    assert "://" not in text and "@" not in text
