"""The image cannot be built here (no container engine); what its file says is carried out in a bare folder instead."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.site import serving
from tests.service.person import Person

ROOT = Path(__file__).parent.parent


def instructions():
    """The Dockerfile as (instruction, argument) pairs, continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines()]
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


def arguments(name):
    return [argument for instruction, argument in instructions() if instruction == name]


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A folder with exactly what the image copies, installed by exactly the image's own command."""
    folder = tmp_path_factory.mktemp("image")
    for argument in arguments("COPY"):
        *sources, target = argument.split()
        for source in sources:
            origin, place = ROOT / source, folder / target
            if origin.is_dir():
                shutil.copytree(origin, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(origin, place)
    (install,) = (argument for argument in arguments("RUN") if "install.sh" in argument)
    environment = {**os.environ, "PIP_INDEX_URL": "", "TORCH_INDEX": ""}
    environment["PIP_NO_COMPILE"] = "0"  # pip takes it for "do not": half a minute, for a copy that nobody keeps
    subprocess.run(["sh", "-c", install], cwd=folder, env=environment, check=True)
    yield folder
    shutil.rmtree(folder)  # two gigabytes


def test_it_runs_as_a_user_without_rights_and_starts_the_command():
    names = [instruction for instruction, _ in instructions()]
    assert arguments("USER") == ["minutes"]
    assert names.index("USER") > max(index for index, name in enumerate(names) if name == "RUN")
    assert arguments("ENTRYPOINT") == ['["minutes"]']


def test_everything_it_copies_is_let_through_to_the_builder():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {source for argument in arguments("COPY") for source in argument.split()[:-1]}
    assert copied == allowed


def test_the_package_index_can_be_given():
    assert {"PIP_INDEX_URL=", "TORCH_INDEX="} <= set(arguments("ARG"))


def test_started_without_a_word_it_serves(bare, tmp_path):
    """As `docker run` starts it, with the image's own health check, and every page there that needs a file."""
    (words,) = arguments("CMD")
    (check,) = arguments("HEALTHCHECK")
    command, *options = json.loads(words)
    assert command == "serve"
    with serving(tmp_path, *options, program=(str(bare / ".venv/bin/minutes"),)) as site:
        look = (
            check.partition("CMD ")[2].replace("/opt/minutes", str(bare)).replace("http://localhost:8000", site.address)
        )
        subprocess.run(json.loads(look), check=True)
        person = Person(site)
        assert "Bearer" in person.open("/about/api")
        assert "Apache-2.0" in person.open("/about/licences")
        assert "粗原稿" in person.open("/about/guide")


def test_installed_in_a_bare_folder_it_examines_the_machine(bare, tmp_path):
    """The image's own doctor finds its bundled models, from another working folder, as in the image."""
    environment = {**os.environ, "MINUTES_DATA": str(tmp_path / "data"), "COLUMNS": "200"}
    run = subprocess.run(
        [bare / ".venv/bin/minutes", "doctor"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "whisper-trial@" in run.stdout
    assert "diarization-trial@" in run.stdout
