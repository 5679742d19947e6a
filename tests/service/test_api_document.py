"""docs/api.md: every command in it, in its order, against the real service; and a log that tells nothing of it all."""

import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from tests.browser.site import serving
from tests.debian import program
from tests.service.person import PASSWORD, Person

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"^ *```\n(.*?)^ *```$", DOCUMENT, re.DOTALL | re.MULTILINE)
COMMANDS = [block for block in BLOCKS if block.lstrip().startswith("curl")]


@dataclass(frozen=True)
class Round:
    """What was answered to each command, in order; what lies on the desk afterwards; what the service logged."""

    answers: list[str]
    desk: Path
    key: str
    log: str


def run(desk, command, **known):
    done = subprocess.run(
        ["bash", "-euc", command], cwd=desk, env=os.environ | known, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def answered(desk, command, known):
    """News end after ten minutes, and on a busy machine go on after that."""
    answer = run(desk, command, **known)
    while "/news" in command and not events(answer)[-1]["ended"]:
        answer += run(desk, command, **known)
    return answer


def events(answer):
    return [json.loads(line.removeprefix("data: ")) for line in answer.splitlines() if line.startswith("data: ")]


@pytest.fixture(scope="module")
def went(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    desk = folder / "desk"
    desk.mkdir()
    program("curl")
    shutil.copy(ROOT / "tests/data/asr/sitting.ogg", desk / "meeting.ogg")
    with serving(folder) as site:
        person = Person(site)
        known = {"SERVICE": site.address, "KEY": person.make_key()}
        first, second, *rest = COMMANDS
        answers = [run(desk, first, **known)]
        known["RECORDING"] = json.loads(answers[0])["id"]
        answers.append(run(desk, second, **known))
        known["MEETING"] = json.loads(answers[1])["id"]
        answers += [answered(desk, command, known) for command in rest]
        _go_wrong(desk, person, known)
    return Round(answers, desk, known["KEY"], (folder / "log").read_text())


def _go_wrong(desk, person, known):
    """What must not get into the log: words looked for, a refused form, the name of a recording that is none."""
    (desk / "秘密の録音.m4a").write_text("これは録音ではありません")
    ask = f"curl --silent --header 'Authorization: Bearer {known['KEY']}'"
    sent = json.loads(run(desk, f"{ask} --upload-file 秘密の録音.m4a {known['SERVICE']}/api/recordings/", **known))
    wanted = json.dumps({"title": "介護の相談", "kind": "consultation", "recordings": [sent["id"]]})
    made = json.loads(run(desk, f"{ask} --json '{wanted}' {known['SERVICE']}/api/meetings", **known))
    news = answered(desk, f"{ask} {known['SERVICE']}/api/meetings/{made['id']}/news", known)
    assert "秘密の録音.m4a" in events(news)[-1]["work"]["problem"]
    run(desk, f'{ask} --json \'{{"title": "財産の相談"}}\' {known["SERVICE"]}/api/meetings', **known)
    person.open("/?q=%E7%94%9F%E6%B4%BB%E4%BF%9D%E8%AD%B7")


def test_every_command_is_run(went):
    assert DOCUMENT.count("curl --fail") == sum(command.count("curl --fail") for command in COMMANDS)
    assert len(went.answers) == len(COMMANDS) == 11


def test_the_work_is_followed_to_its_end(went):
    news = events(went.answers[3])
    assert news[-1]["work"]["state"] == "ready"
    assert "".join(piece["text"] for one in news for piece in one["heard"])


def test_the_draft_is_a_word_file(went):
    word = Document(io.BytesIO((went.desk / "粗原稿.docx").read_bytes()))
    assert "令和８年第４回定例会" in "".join(paragraph.text for paragraph in word.paragraphs)


def test_the_document_shows_what_is_answered(went):
    recording, meeting = [json.loads(block) for block in BLOCKS if block.lstrip().startswith('{"id"')]
    assert set(recording) == set(json.loads(went.answers[0]))
    assert set(meeting) == set(json.loads(went.answers[1]))


def test_the_log_is_lines_of_json_after_the_greeting(went):
    lines = went.log.splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    assert [line for line in lines if not line.startswith("{")] == lines[:3]
    assert {"request"} <= {line["event"] for line in logged}
    assert {"/api/recordings/{name}", "/api/meetings/{meeting_id}/news"} <= {line.get("route") for line in logged}


def test_the_log_tells_nothing_of_meetings_nor_of_people(went):
    word = Document(io.BytesIO((went.desk / "粗原稿.docx").read_bytes()))
    heard = {text for paragraph in word.paragraphs if len(text := paragraph.text.strip()) >= 4}
    secrets = {"meeting.ogg", "秘密", "定例会", "介護", "財産", "生活保護", "大野茂", "山田花子", "yamada", "議長"}
    logged = "\n".join(went.log.splitlines()[3:])
    assert [told for told in secrets | heard | {went.key, PASSWORD, "青葉町"} if told in logged] == []
