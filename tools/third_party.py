"""Writes THIRD_PARTY.md: everything installed or shipped, with its licence, read from the installed packages.

.venv/bin/python tools/third_party.py
"""

import json
import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent

HEAD = """# What else is in it

Written by `tools/third_party.py` from the installed packages and the lists in it.

## In this repository

| what | from | licence |
|---|---|---|
| `minutes/models/bundled/whisper-trial` | trained for this project on synthetic speech | Apache-2.0 |
| `minutes/models/bundled/diarization-trial` | trained for this project on synthetic speech | Apache-2.0 |
| `api/static/desk/` | built from `web/`: CodeMirror, Yjs and what they need; the licences in full lie beside it | MIT |
| `tests/data/`, `api/sample/` (recordings) | invented texts spoken by HTS Voice "Mei" (mei_normal), varied into several voices | CC BY 3.0 |
| `api/static/vendor/` | tus-js-client 4.3.1 and what it contains; wavesurfer.js 8.0.1; their licences lie beside them | MIT; BSD-3-Clause |

The bundled models were trained on, and the recordings are made with, **HTS Voice "Mei" (mei_normal)**, copyright (c)
2009-2013 Nagoya Institute of Technology, Department of Computer Science (MMDAgent project), CC BY 3.0, changed in
pitch, vocal tract, speed and tilt; spoken by Open JTalk (modified BSD) through pyopenjtalk-plus (MIT). Neither is part
of the installed product.

## In the desk that browsers get (`api/static/desk/`)

| package | version | licence |
|---|---|---|
"""

INSTALLED = """
esbuild only builds the desk, also to test what is committed; nothing of it is shipped:

| package | version | licence |
|---|---|---|
| esbuild | ESBUILD | MIT |

## Installed beside it (with what only tests and training need)

| package | version | licence |
|---|---|---|
"""

TAIL = """
faster-whisper contains the Silero VAD model (MIT). The system's GNU OpenMP (`libgomp1`) is added by the Dockerfile
(GPL-3.0 with the GCC runtime library exception).

On a machine with an NVIDIA GPU `install.sh` adds nvidia-cublas-cu12 12.9.1.4 (NVIDIA's own licence), unless torch brought
it along.

## Fetched only when asked (`minutes models pull`)

| model | licence |
|---|---|
| whisper large-v3-turbo, large-v3 (OpenAI; converted for CTranslate2) | MIT |
| kotoba-whisper v2.0 | Apache-2.0 |
| pyannote speaker-diarization-community-1 | CC BY 4.0 |
"""


def licence(package: Distribution) -> str:
    """What the package's metadata says; where that is silent, the first line of its licence file."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return expression
    classifiers = [
        line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License :: OSI")
    ]
    if classifiers:
        return ", ".join(dict.fromkeys(classifiers))
    text = (about.get("License") or "").strip()
    if not text:
        files = [file for file in package.files or [] if "dist-info" in str(file) and file.name == "LICENSE"]
        text = files[0].read_text().strip() if files else "?"
    return text.splitlines()[0]


def rows(packages: Iterable[tuple[str, str, str]]) -> str:
    return "".join(f"| {name} | {version} | {terms} |\n" for name, version, terms in packages)


def shipped() -> str:
    """Of the desk, as its build has listed them."""
    told = (ROOT / "api" / "static" / "desk" / "LICENCES.md").read_text()
    return rows(re.findall(r"^## (\S+) (\S+) \((.+)\)$", told, re.MULTILINE))


def installed() -> str:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [found.groups() for line in lines if (found := re.fullmatch(r"([\w.-]+)==(\S+)", line))]
    return rows((name, version, licence(distribution(name))) for name, version in pins)


def main() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    between = INSTALLED.replace("ESBUILD", packages["node_modules/esbuild"]["version"])
    (ROOT / "THIRD_PARTY.md").write_text(HEAD + shipped() + between + installed() + TAIL)


main()
