"""docs/operations.md: what it says of settings, commands and limits is so, and its backup brings everything back."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from api import rates, uploads
from api.security import MOST
from minutes import certificate, web
from minutes.certificate import own
from minutes.cli import app
from minutes.jobs import seat
from minutes.settings import Settings
from minutes.store import uploads as kept
from minutes.store.queries import accounts, meetings
from tests.api.drafted import drafted
from tests.api.town import Town

DOCUMENT = Path("docs/operations.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
SCRIPTS = [text for kind, text in BLOCKS if kind == ""]
UNIT = next(text for kind, text in BLOCKS if kind == "ini")
NGINX = next(text for kind, text in BLOCKS if kind == "nginx")
WRITTEN = [line.split("minutes ", 1)[1] for line in re.findall(r"\S*(?:bin/|`)minutes [^`\n]+", DOCUMENT)]


def test_every_setting_is_in_the_table_with_what_it_is_without():
    rows = re.findall(r"^\| `(MINUTES_\w+)` \| (\S+) \|", DOCUMENT, re.MULTILINE)
    fields = {f"MINUTES_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert [name for name, _ in rows] == list(fields)
    for name, told in rows:
        default = str(fields[name].get_default(call_default_factory=True)).replace(str(Path.home()), "~")
        assert told == (f"`{default}`" if default else "なし"), name


def test_it_runs_in_ten_lines():
    section = DOCUMENT.partition("## 10行で動かす\n")[2].partition("\n## ")[0]
    assert re.findall(r"^(\d+)\. ", section, re.MULTILINE) == [str(number) for number in range(1, 11)]
    assert "`make serve`" in section


def test_no_setting_is_named_that_is_none():
    known = {f"MINUTES_{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"\$\{(MINUTES_[A-Z]+)", Path("compose.yaml").read_text()))
    assert set(re.findall(r"MINUTES_[A-Z_]+", DOCUMENT)) == known


def command_of(words):
    """The command that these words call, and the rest of them."""
    command = typer.main.get_command(app)
    while words and (named := within(command, words[0])):
        command, words = named, words[1:]
    return command, words


def within(command, name):
    return command.get_command(None, name) if isinstance(command, TyperGroup) else None


@pytest.mark.parametrize("written", sorted(set(WRITTEN)))
def test_every_command_and_option_exists(written):
    command, rest = command_of(shlex.split(written))
    options = {name for parameter in command.params for name in parameter.opts}
    assert not isinstance(command, TyperGroup), f"{written}: no such command"
    assert {word for word in rest if word.startswith("--")} <= options


def test_commands_are_found_in_the_document():
    assert len(set(WRITTEN)) >= 8


def test_make_serve_hands_its_options_on():
    assert '`make serve OPTIONS="--host 0.0.0.0 --tls"`' in DOCUMENT
    by_hand = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    said = ["make", "--dry-run", "serve", "OPTIONS=--host 0.0.0.0 --tls"]
    run = subprocess.run(said, env=by_hand, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "exec .venv/bin/minutes serve --host 0.0.0.0 --tls"


def test_the_unit_says_what_the_text_says():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(UNIT)
    service = unit["Service"]
    assert int(service["TimeoutStopSec"]) > web.GRACE_S + 10
    assert service["KillMode"] == "mixed"  # `minutes serve` asks its processes to end, in its own order
    assert service["OOMPolicy"] == "continue"  # the recogniser alone ends
    assert service["ExecStart"].startswith("/opt/minutes/.venv/bin/minutes serve ")
    assert service["ReadWritePaths"] == "/var/lib/minutes"


@pytest.mark.parametrize(
    "told",
    [
        f"{uploads.LARGEST // 1024**3}GB",
        f"{MOST // 1024**2}MB |",
        f"1分に{rates.LIMITS[0].amount}回、1時間に{rates.LIMITS[1].amount}回",
        f"{accounts.IDLE.seconds // 3600}時間使わないとき、または{accounts.LONGEST.days}日",
        f"| {meetings.GRACE.days}日（`MINUTES_BIN_DAYS`） |",
        f"| {kept.RESERVE // 1024**2}MB |",
        f"最長{web.GRACE_S}秒",
        f"{certificate.LASTS.days}日有効で、切れる{certificate.RENEW.days}日前",
    ],
)
def test_a_limit_is_what_it_says(told):
    assert told in DOCUMENT


def test_the_proxies_of_the_example_are_addresses():
    for address in re.findall(r"`([\d./]+)`", DOCUMENT.partition("`MINUTES_PROXIES` | なし |")[2].partition("\n")[0]):
        ip_network(address)
    assert "proxy_set_header Host              $http_host;" in NGINX


def tried(script, *, careful=True, **places):
    """The document's own commands in other places, but for what systemd and the machine's users have to do with it.

    Who is not ``careful`` goes on with the next line, whatever became of the one before.
    """
    lines = [line for line in script.splitlines() if not line.startswith(("systemctl ", "chown "))]
    text = "\n".join(lines).replace("$(date +%F-%H%M)", "2026-12-10-0300")  # always in the same minute: the worst case
    for written, real in (("/opt/minutes/.venv/bin/python", sys.executable), *places.items()):
        text = text.replace(written, str(real))
    subprocess.run(["bash", "-euc" if careful else "-uc", text], check=careful)


def blocks(*parts):
    """The first block with each of these in it, one after the other."""
    return "".join(next(text for text in SCRIPTS if part in text) for part in parts)


STOPPED, RUNNING = blocks("$backup\nsystemctl"), blocks(".backup(", "certificate*")


@pytest.mark.parametrize("backup", [STOPPED, RUNNING], ids=["stopped", "running"])
def test_the_second_backup_brings_everything_back(town, tmp_path, tmp_path_factory, backup):
    pair, elsewhere = own(tmp_path, "localhost"), tmp_path_factory.mktemp("elsewhere")
    machine = seat.machine(tmp_path / "workers")
    places = {"/backup": elsewhere / "backup", "/var/lib/minutes": tmp_path}
    for job, title in (("j1", "定例会（第１日）"), ("j2", "定例会（第２日）")):
        there = town.meeting(title)
        drafted(town, there, job)
        tried(backup, **places)
    (elsewhere / "minutes").mkdir()
    tried(blocks("mv --no-target-directory"), **places | {"/var/lib/minutes": elsewhere / "minutes"})
    for file in pair[:2]:
        assert (elsewhere / "minutes" / file.name).read_bytes() == file.read_bytes()
    assert seat.machine(elsewhere / "minutes" / "workers") == machine  # whose jobs were under way
    with Town(elsewhere / "minutes") as again:
        draft = again.browser("reader").get(f"/meetings/{there}/files/txt")
        assert draft.status_code == 200
        assert draft.content == town.browser("reader").get(f"/meetings/{there}/files/txt").content


@pytest.fixture
def update(tmp_path):
    """Runs the update as somebody who pastes it; ``install`` is what installs. -> what the service was asked for."""
    old, new, data = (tmp_path / name for name in ("old", "new", "data"))
    for path in (old / ".venv/kept", old / "minutes/gone.py", new / ".venv/not", new / "build/not", data / "row"):
        path.parent.mkdir(parents=True)
        path.touch()
    for path in (old / ".hidden", new / "install.sh", new / ".dockerignore"):
        path.touch()
    places = {"/opt/minutes": old, "新しい版のフォルダ": new, "/backup": tmp_path / "backup", "/var/lib/minutes": data}
    asked = tmp_path / "asked"

    def run(install):
        script = blocks("find /opt/minutes").replace("./install.sh .venv", install)
        tried(script.replace("systemctl", f"echo >>{asked}"), careful=False, **places)
        return asked.read_text().split("\n")[:-1]

    return run


def test_an_update_leaves_nothing_of_the_old_version_but_its_environment(update, tmp_path):
    assert update("ls install.sh") == ["stop minutes", "start minutes"]
    old = tmp_path / "old"
    assert {str(path.relative_to(old)) for path in old.rglob("*") if path.is_file()} == {
        ".venv/kept",
        "install.sh",
        ".dockerignore",
    }
    assert (tmp_path / "backup" / "minutes-before-update-2026-12-10-0300" / "row").exists()


@pytest.mark.parametrize("install", ["false", "rm --recursive install.sh new"], ids=["nothing", "half"])
def test_an_update_that_cannot_be_installed_starts_nothing(update, install):
    assert update(install) == ["stop minutes"]
    assert update("ls install.sh") == ["stop minutes", "stop minutes", "start minutes"]
