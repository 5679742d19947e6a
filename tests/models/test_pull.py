"""Fetching models, against a real server on this machine."""

import hashlib
import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from minutes.domain.errors import CannotWrite, DownloadFailed, ModelDamaged
from minutes.models import Task
from minutes.models.incoming import incoming
from minutes.models.pull import pull
from minutes.models.source import Source
from tests.models.hub_server import Hub, Repository, serve
from tests.models.samples import TINY, TINY_FILES, VOICES, VOICES_FILES, WEIGHTS, left_in, shelf_in, tiny, voices

QUICK = (0.0, 0.0)


def source(hub: Hub, token: str | None = None) -> Source:
    return Source(hub.endpoint, token, waits_s=QUICK)


def test_a_model_comes_whole_and_is_locked_by_its_own_bytes(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        installed = pull(TINY, shelf, source(hub))
    assert installed == shelf.choose(Task.RECOGNITION)
    lock = shelf.lock(TINY)
    assert lock and lock.commit == "c" * 40 and lock.repository == "town/tiny"
    assert {file.path: file.sha256 for file in lock.files} == {
        path: hashlib.sha256(content).hexdigest() for path, content in TINY_FILES.items() if path != "README.md"
    }
    assert left_in(shelf.folder) == {
        "tiny/config.json",
        "tiny/model.bin",
        "tiny/vocabulary.json",
        "tiny/minutes-lock.json",
    }


def test_progress_counts_bytes_to_the_last_one(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with serve(town__tiny=tiny()) as hub:
        pull(TINY, shelf_in(tmp_path), source(hub), on_progress=lambda done, total: told.append((done, total)))
    total = sum(len(content) for path, content in TINY_FILES.items() if path != "README.md")
    assert told[0] == (0, total)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_line_that_breaks_is_gone_on_from_without_sending_a_byte_twice(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        hub.cuts["model.bin"] = [100_000, 250_000]
        pull(TINY, shelf, source(hub))
    ranges = [request.range for request in hub.asked("model.bin") if request.place == "store"]
    assert ranges == [None, "bytes=100000-", "bytes=350000-"]
    assert hub.sent["model.bin"] == len(WEIGHTS)
    assert (shelf.place(TINY) / "model.bin").read_bytes() == WEIGHTS


def test_a_pull_that_gave_up_is_not_on_the_shelf_and_the_next_one_goes_on(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        hub.cuts["model.bin"] = [100_000, 0, 0]
        with pytest.raises(DownloadFailed, match="続きから"):
            pull(TINY, shelf, source(hub))
        assert not shelf.holds(TINY)
        told: list[tuple[int, int]] = []
        pull(TINY, shelf, source(hub), on_progress=lambda done, total: told.append((done, total)))
    kept = 100_000 + len(TINY_FILES["config.json"])
    assert told[0][0] == kept
    assert hub.sent["model.bin"] == len(WEIGHTS)


def test_a_server_that_knows_no_ranges_sends_the_file_anew(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        hub.ranges = False
        hub.cuts["model.bin"] = [100_000]
        pull(TINY, shelf, source(hub))
    assert (shelf.place(TINY) / "model.bin").read_bytes() == WEIGHTS


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    with serve(town__tiny=tiny()) as hub:
        hub.statuses = [200, 503, 429]
        assert pull(TINY, shelf_in(tmp_path), source(hub)).model == TINY


@pytest.mark.parametrize("path", ["model.bin", "config.json"])
def test_bytes_other_than_the_hub_describes_are_thrown_away_and_fetched_again(tmp_path: Path, path: str) -> None:
    shelf, repository = shelf_in(tmp_path), tiny()
    content = repository.files[path]
    with serve(town__tiny=repository) as hub:
        repository.served[path] = bytes([content[0] ^ 1]) + content[1:]
        with pytest.raises(DownloadFailed, match=rf"{path} の中身が.*違います.*もう一度"):
            pull(TINY, shelf, source(hub))
        assert not shelf.holds(TINY)
        repository.served.clear()
        pull(TINY, shelf, source(hub))
    assert (shelf.place(TINY) / path).read_bytes() == content


def test_bytes_that_went_bad_while_the_download_was_interrupted_are_noticed(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        hub.cuts["model.bin"] = [100_000, 0, 0]
        with pytest.raises(DownloadFailed):
            pull(TINY, shelf, source(hub))
        (part,) = shelf.folder.rglob("model.bin.part")
        part.write_bytes(b"\0" * 100_000)
        with pytest.raises(DownloadFailed, match="中身が"):
            pull(TINY, shelf, source(hub))
        pull(TINY, shelf, source(hub))
    assert shelf.verify("tiny")


def test_a_sound_model_is_not_fetched_again(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        first = pull(TINY, shelf, source(hub))
        hub.requests.clear()
        assert pull(TINY, shelf, source(hub)) == first
        assert hub.requests == []


def test_a_damaged_model_is_repaired_from_the_commit_that_was_locked(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub:
        first = pull(TINY, shelf, source(hub))
        (first.folder / "model.bin").write_bytes(WEIGHTS[::-1])
        hub.requests.clear()
        assert pull(TINY, shelf, source(hub)) == first
    assert hub.requests[0].path.endswith("c" * 40)
    assert shelf.verify("tiny") == first


@pytest.mark.parametrize("path", ["model.bin", "config.json"])
def test_other_bytes_than_those_locked_before_are_refused_until_a_person_says_so(tmp_path: Path, path: str) -> None:
    shelf, repository = shelf_in(tmp_path), tiny()
    with serve(town__tiny=repository) as hub:
        first = pull(TINY, shelf, source(hub))
        (first.folder / "vocabulary.json").unlink()
        repository.files[path] = repository.files[path][::-1]
        with pytest.raises(ModelDamaged, match=rf"{path}.*--replace"):
            pull(TINY, shelf, source(hub))
        assert (first.folder / path).read_bytes() == TINY_FILES[path]
        newer = pull(TINY, shelf, source(hub), replace=True)
    assert newer.identity != first.identity
    assert shelf.verify("tiny") == newer


def test_a_new_revision_leaves_nothing_of_the_one_begun_before(tmp_path: Path) -> None:
    shelf, repository = shelf_in(tmp_path), tiny()
    with serve(town__tiny=repository) as hub:
        hub.cuts["model.bin"] = [100_000, 0, 0]
        with pytest.raises(DownloadFailed):
            pull(TINY, shelf, source(hub))
        repository.commit = "d" * 40
        repository.files["model.bin"] = WEIGHTS[::-1]
        pull(TINY, shelf, source(hub))
    assert (shelf.place(TINY) / "model.bin").read_bytes() == WEIGHTS[::-1]
    assert {path.partition("/")[0] for path in left_in(shelf.folder)} == {"tiny"}


def test_a_gated_model_without_a_token_says_what_to_do_and_asks_nobody(tmp_path: Path) -> None:
    with serve(town__voices=voices()) as hub:
        with pytest.raises(DownloadFailed, match=r"(?s)HF_TOKEN.*同意.*USB"):
            pull(VOICES, shelf_in(tmp_path), source(hub))
        assert hub.requests == []
    assert left_in(tmp_path) == set()


def test_a_token_that_the_hub_refuses_is_explained(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__voices=voices()) as hub, pytest.raises(DownloadFailed, match=r"(?s)403.*同意.*HF_TOKEN"):
        pull(VOICES, shelf, source(hub, "hf_wrong"))
    assert not shelf.holds(VOICES)


def test_a_token_goes_to_the_hub_and_nowhere_else(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__voices=voices()) as hub:
        pull(VOICES, shelf, source(hub, "hf_known"))
    assert {request.token for request in hub.requests if request.place == "hub"} == {"Bearer hf_known"}
    assert [request.token for request in hub.requests if request.place == "store"] == [None]
    large = "segmentation/pytorch_model.bin"
    assert (shelf.place(VOICES) / large).read_bytes() == VOICES_FILES[large]


@pytest.mark.parametrize(
    "endpoint", ["http://192.0.2.1", "http://hub.example:8080", "http://localhost.example", "http://[::"]
)
def test_a_token_never_goes_over_a_line_that_others_can_read(tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(DownloadFailed, match=r"https ではありません.*HF_ENDPOINT"):
        pull(VOICES, shelf_in(tmp_path), Source(endpoint, "hf_known", waits_s=()))
    assert left_in(tmp_path) == set()


@pytest.mark.parametrize("kept", [0, 100_000])
def test_a_file_that_does_not_end_where_it_should_is_cut_off_and_thrown_away(tmp_path: Path, kept: int) -> None:
    shelf, repository = shelf_in(tmp_path), tiny()
    told: list[int] = []
    with serve(town__tiny=repository) as hub:
        hub.cuts["model.bin"] = [kept]
        repository.served["model.bin"] = WEIGHTS * 50
        with pytest.raises(DownloadFailed, match=r"model\.bin が.*600,000.*超えても.*捨てました"):
            pull(TINY, shelf, source(hub), on_progress=lambda done, _total: told.append(done))
        assert left_in(shelf.folder) == {f".incoming/tiny/{'c' * 40}/config.json"}
        assert max(told) <= len(TINY_FILES["config.json"]) + len(WEIGHTS)
        repository.served.clear()
        hub.cuts.clear()
        pull(TINY, shelf, source(hub))
    assert shelf.verify("tiny")


def test_a_listing_that_does_not_end_is_not_listened_to(tmp_path: Path) -> None:
    listing = json.dumps({"sha": "c" * 40, "siblings": []}).encode()
    with serve() as hub:
        hub.page = b" " * (5 << 20) + listing
        with pytest.raises(DownloadFailed, match="配布元ではない所"):
            pull(TINY, shelf_in(tmp_path), source(hub))
        hub.page = listing
        with pytest.raises(DownloadFailed, match="必要なファイル"):
            pull(TINY, shelf_in(tmp_path), source(hub))


def test_a_repository_without_a_needed_file_is_refused_before_any_download(tmp_path: Path) -> None:
    repository = tiny()
    del repository.files["model.bin"]
    with serve(town__tiny=repository) as hub:
        with pytest.raises(DownloadFailed, match=r"model\.bin"):
            pull(TINY, shelf_in(tmp_path), source(hub))
        assert len(hub.requests) == 1
    assert left_in(tmp_path) == set()


def test_an_unknown_repository_is_explained(tmp_path: Path) -> None:
    with serve() as hub, pytest.raises(DownloadFailed, match=r"town/tiny.*404"):
        pull(TINY, shelf_in(tmp_path), source(hub))


def test_without_a_network_the_command_says_so_at_once(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = Source(f"http://127.0.0.1:{unused.getsockname()[1]}", waits_s=(60.0,))
        with pytest.raises(DownloadFailed, match=r"つながりません.*import"):
            pull(TINY, shelf_in(tmp_path), nobody)
    assert left_in(tmp_path) == set()


def test_a_login_page_in_between_is_not_taken_for_the_hub(tmp_path: Path) -> None:
    with serve() as hub:
        hub.page = b"<html>Sign in</html>"
        with pytest.raises(DownloadFailed, match="プロキシ"):
            pull(TINY, shelf_in(tmp_path), source(hub))


@pytest.mark.parametrize("commit", ["../../../elsewhere", "", "main", "c" * 39])
def test_a_commit_that_is_none_names_no_folder(tmp_path: Path, commit: str) -> None:
    """It becomes one at the reception, and that folder is moved to the shelf."""
    listed = [{"rfilename": path, "size": 1, "blobId": "0" * 40} for path in TINY_FILES]
    with serve() as hub:
        hub.page = json.dumps({"sha": commit, "siblings": listed}).encode()
        with pytest.raises(DownloadFailed, match="配布元ではない所"):
            pull(TINY, shelf_in(tmp_path), source(hub))
    assert not list(tmp_path.rglob("elsewhere"))


def test_a_model_larger_than_the_free_disk_is_refused_before_any_download(tmp_path: Path) -> None:
    class Petabyte(bytes):
        def __len__(self) -> int:
            return 10**15

    with serve(town__tiny=Repository(TINY_FILES | {"model.bin": Petabyte(b"x")})) as hub:
        with pytest.raises(CannotWrite, match="空きが"):
            pull(TINY, shelf_in(tmp_path), source(hub))
        assert len(hub.requests) == 1


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with serve(town__tiny=tiny()) as hub, pytest.raises(CannotWrite):
        pull(TINY, shelf_in(tmp_path), source(hub))


def test_two_pulls_of_one_model_do_not_meet(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    with serve(town__tiny=tiny()) as hub, incoming(shelf, TINY), pytest.raises(CannotWrite, match="ほかの処理"):
        pull(TINY, shelf, source(hub))


def test_a_pinned_revision_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    pinned = replace(TINY, revision="c" * 40)
    with serve(town__tiny=tiny()) as hub:
        pull(pinned, shelf_in(tmp_path), source(hub))
        assert hub.requests[0].path == f"/api/models/town/tiny/revision/{'c' * 40}"
