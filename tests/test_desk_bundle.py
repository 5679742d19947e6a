"""校正卓の束: what browsers get is what `web/` says, to the byte; and `web/`'s own tests, where Node is."""

import base64
import json
import subprocess
from functools import partial
from pathlib import Path

import pytest

from minutes.coedit import Document
from tests.debian import node as brought_node

WEB = Path("web")
BUILT = Path("api/static/desk")


@pytest.fixture(scope="module")
def node():
    """Users need none; whoever changes the desk does."""
    found = brought_node()
    if not (WEB / "node_modules").is_dir():
        fetched = subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=WEB, capture_output=True, text=True)
        if fetched.returncode:
            pytest.fail(f"`npm ci` in web/ fails; it needs a package registry:\n{fetched.stderr[-1000:]}", False)
    return partial(found, folder=WEB)


def test_the_committed_bundle_is_what_the_sources_say(node, tmp_path):
    made = node("build.js", str(tmp_path))
    assert made.returncode == 0, made.stderr
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert built == {file.name: file.read_bytes() for file in BUILT.iterdir()}, "run `npm run build` in web/"


def test_the_desks_own_tests(node):
    ran = node("--test", *(str(file.relative_to(WEB)) for file in WEB.glob("test/**/*.test.js")))
    assert ran.returncode == 0, ran.stdout


def test_every_package_is_pinned_and_no_registry_is_named():
    package = json.loads((WEB / "package.json").read_text())
    lock = json.loads((WEB / "package-lock.json").read_text())["packages"]
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not any("resolved" in entry for entry in lock.values())
    assert all("integrity" in entry for name, entry in lock.items() if name)


def test_the_licences_of_what_is_in_it_lie_beside_it():
    said = (BUILT / "LICENCES.md").read_text()
    named = {line.split()[1] for line in said.splitlines() if line.startswith("## ")}
    assert {"yjs", "lib0", "@codemirror/view", "@codemirror/state", "style-mod"} <= named
    assert said.count("Permission is hereby granted") == len(named)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_the_editor_writes_is_refused(node, seed):
    """Three people's random edits and marks, by the desk's own code; the server judges every update."""
    ran = node("test/together.js", str(seed), "300")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    document = Document.of([base64.b64decode(told["start"])])
    for update in told["log"]:
        document.apply(base64.b64decode(update))
    lines = [(line.id, line.text, marked(line.marks)) for line in document.lines()]
    assert [[(key, text, shown(marks)) for key, text, marks in end] for end in told["ends"]] == [lines] * 3


def marked(marks):
    """Which characters carry which marks."""
    return {(one.mark.value, at) for one in marks for at in range(one.start, one.end)}


def shown(marks):
    return {(name, at) for name, start, end in marks for at in range(start, end)}
