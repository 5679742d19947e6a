"""The documents keep their word: no blanks left to fill, no link that leads nowhere."""

import re
import subprocess
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRACKED = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
DOCUMENTS = [ROOT / name for name in TRACKED.split("\0") if name]


def test_every_document_of_the_repository_is_looked_at():
    folders = {str(path.parent.relative_to(ROOT)) for path in DOCUMENTS}
    assert {".", "docs", "training", "tests/data/sample", "minutes/models/bundled/whisper-trial"} <= folders


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_to_fill_in(document):
    assert not re.findall(r"@[A-Z]+@|TODO|FIXME", document.read_text())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(document):
    text = document.read_text()
    links = re.findall(r"\]\(<?([^)>\s]+)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    files = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:", link)]
    assert [name for name in files if name and not (document.parent / name).exists()] == []


def test_every_picture_is_shown_somewhere():
    shown = "".join(document.read_text() for document in DOCUMENTS)
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if f"images/{path.name})" not in shown] == []


GUIDE = (ROOT / "docs" / "guide.md").read_text()
SCREENS = [
    *(ROOT / "api" / "templates").glob("*.html"),
    *(ROOT / "web" / "src").rglob("*.js"),
    ROOT / "api" / "words.py",
]
ON_SCREEN = "".join(path.read_text() for path in SCREENS)
SIGNS = {"Ctrl": "Mod", "Esc": "Escape"}


@pytest.mark.parametrize("words", sorted(set(re.findall("「([^」]+)」", GUIDE))))
def test_what_the_guide_quotes_is_on_the_screens(words):
    assert words in ON_SCREEN


@pytest.mark.parametrize(
    "key", sorted(set(re.findall(r"(?:Esc|F\d+|(?:(?:Ctrl|Alt|Shift)＋)+(?:Enter|F\d+|\w))", GUIDE)))
)
def test_every_key_of_the_guide_does_something(key):
    written = "-".join(SIGNS.get(part, part.lower() if len(part) == 1 else part) for part in key.split("＋"))
    assert f'["{written}", "' in (ROOT / "web" / "src" / "keys" / "keys.js").read_text()


NAMED = re.compile(r"`(?P<file>[\w/]*?\w+(?:\.py|\.test\.js))?(?:::(?P<test>test_\w+)(?P<more>…?))?`")
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text()


def test_every_test_that_the_evidence_names_exists():
    """A file without a folder lies beside the one named before it in its row; a test without a file is one of the last
    file that was named together with a test, in its row or above."""
    wrong, around = [], None
    for number, line in enumerate(EVIDENCE.splitlines(), 1):
        beside = ROOT / "tests"
        for named in NAMED.finditer(line):
            file, test, more = named.groups()
            if file and not re.search(r"(^|/)test_\w+\.py$|\.test\.js$", file):
                continue
            path = found(file, beside) if file else around
            beside = path.parent if path and file else beside
            around = path if file and test else around
            if path is None or (test and not defines(path, test, is_whole=not more)):
                wrong.append(f"line {number}: {named[0]}")
    assert not wrong, "\n".join(wrong)


def test_no_promise_stands_twice_in_the_evidence():
    promises = [line.split(" | ")[0] for line in EVIDENCE.splitlines() if line.startswith("| ")]
    assert len(promises) > 200
    assert {promise for promise in promises if promises.count(promise) > 1} == {"| promise"}


def found(file, beside):
    """As the document writes it: below web/, below tests/, or beside another."""
    folder = ROOT if file.startswith("web/") else ROOT / "tests" if "/" in file else beside
    return folder / file if (folder / file).is_file() else None


def defines(path, name, *, is_whole):
    return re.search(rf"^def {name}\b" if is_whole else f"^def {name}", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("folder", ["api", "minutes", "minutes/domain", "minutes/store"])
def test_every_module_stands_on_the_map(folder):
    modules = {path.name for path in (ROOT / folder).glob("*.py")} - {"__init__.py"}
    assert modules
    assert modules - set(re.findall(r"\w+\.py", room(folder))) == set()


def test_the_desks_sources_are_in_the_folders_that_their_map_says():
    said = (ROOT / "web" / "README.md").read_text().partition("\nsrc/\n")[2].partition("\ntest/")[0]
    folder, mapped = "", set()
    for depth, name in re.findall(r"^( +)([\w.]+/|\w+\.js)", said, re.MULTILINE):
        folder = name if name.endswith("/") else "" if len(depth) == 2 else folder
        mapped.add(folder + name)
    sources = ROOT / "web" / "src"
    assert {name for name in mapped if name.endswith(".js")} == {
        str(file.relative_to(sources)) for file in sources.rglob("*.js")
    }


def room(folder):
    """What the map in ARCHITECTURE.md says right below a folder, and not below another one within it."""
    inside = (ROOT / "ARCHITECTURE.md").read_text().partition("## The rooms\n\n```\n")[2].partition("```")[0]
    for name in folder.split("/"):
        below = re.search(rf"^{name}/.*\n((?:[ ].*\n)+)", inside, re.MULTILINE)[1]
        inside = textwrap.dedent(below)
    return re.sub(r"^ .*", "", inside, flags=re.MULTILINE)
