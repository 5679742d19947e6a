"""取得: a model of the catalogue comes over the network, whole and locked, or not at all.

What was received before an interruption lies at the reception, named by its commit, and is gone on from. The first
download is believed as far as the Hub's own hashes go, and locked; every later one must bring the same bytes.
"""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from minutes.domain.errors import DownloadFailed, ModelDamaged, ModelProblem
from minutes.models import lock
from minutes.models.catalogue import Model
from minutes.models.hub import Hub, Listing, RemoteFile
from minutes.models.incoming import incoming, need_room, shelve
from minutes.models.lock import Lock, LockedFile, OnBytes
from minutes.models.shelf import Installed, Shelf
from minutes.models.source import Source, how_to_be_let_in


def pull(
    model: Model, shelf: Shelf, source: Source, *, replace: bool = False, on_progress: OnBytes = lock.silent
) -> Installed:
    """Fetch ``model`` and put it on ``shelf``; one that is there and whole is left as it is.

    With ``replace`` the newest revision is fetched, whatever was there before. ``on_progress`` is first called with
    the bytes kept from an interrupted attempt. ``DownloadFailed``, ``CannotWrite``, and ``ModelDamaged`` for bytes
    other than those locked before: after any of them the shelf is as it was.
    """
    if model.bundled:
        return shelf.open(model)
    earlier = None if replace else shelf.lock(model)
    if earlier and (sound := _sound(model, shelf)):
        return sound
    if model.gated and not source.token:
        raise DownloadFailed(model.name, f"同意の要るモデルですが、HF_TOKEN がありません。{how_to_be_let_in(model)}")
    with incoming(shelf, model) as reception, Hub(model, source) as hub:
        listing = hub.listing((earlier and earlier.commit) or model.revision)
        wanted = _wanted(model, listing)
        _same_as_before(model, earlier, ((file.path, file.sha256) for file in wanted))
        folder = _begun(reception, listing.commit)
        files = _fetch(hub, model, listing.commit, wanted, folder, on_progress)
        _same_as_before(model, earlier, ((file.path, file.sha256) for file in files))
        return shelve(folder, shelf, model, files, listing.commit)


def _sound(model: Model, shelf: Shelf) -> Installed | None:
    try:
        return shelf.verify(model.name)
    except ModelProblem:
        return None


def _wanted(model: Model, listing: Listing) -> tuple[RemoteFile, ...]:
    wanted = tuple(file for file in listing.files if model.wants(file.path))
    if missing := model.missing(file.path for file in wanted):
        raise DownloadFailed(
            model.name,
            f"配布元 `{model.repository}` に必要なファイル（{'、'.join(missing)}）がありません。"
            "配布元が変わったようです。このプログラムを新しくしてください。",
        )
    return wanted


def _begun(reception: Path, commit: str) -> Path:
    """The folder for this commit; what was begun of another one is of no use."""
    for other in reception.iterdir():
        if other.name != commit:
            shutil.rmtree(other)
    folder = reception / commit
    folder.mkdir(exist_ok=True)
    return folder


def _fetch(
    hub: Hub, model: Model, commit: str, wanted: tuple[RemoteFile, ...], folder: Path, on_progress: OnBytes
) -> tuple[LockedFile, ...]:
    total = sum(file.size for file in wanted)
    held = {file.path: min(_held(folder, file.path), file.size) for file in wanted}
    need_room(folder, total - sum(held.values()))
    on_progress(sum(held.values()), total)
    files = []
    for file in wanted:

        def tell(size: int, path: str = file.path) -> None:
            held[path] = size
            on_progress(sum(held.values()), total)

        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        if not (folder / file.path).exists():
            hub.fetch(commit, file, _part(folder, file.path), tell)
            _part(folder, file.path).replace(folder / file.path)
        files.append(_genuine(model, folder, file))
    return tuple(files)


def _part(folder: Path, path: str) -> Path:
    return folder / f"{path}.part"


def _held(folder: Path, path: str) -> int:
    for file in (folder / path, _part(folder, path)):
        if file.exists():
            return file.stat().st_size
    return 0


def _genuine(model: Model, folder: Path, file: RemoteFile) -> LockedFile:
    """The file's own hash, after comparing it with the Hub's; a wrong file is thrown away."""
    locked = lock.measure(folder, file.path)
    genuine = locked.sha256 == file.sha256 if file.sha256 else _git_sha1(folder / file.path) == file.git_sha1
    if locked.size == file.size and genuine:
        return locked
    (folder / file.path).unlink()
    raise DownloadFailed(
        model.name,
        f"届いた {file.path} の中身が、配布元の示すものと違います（通信の途中で壊れたか、すり替えられています）。"
        "このファイルは捨てました。同じ命令をもう一度実行してください。続くときは、別のネットワークで試してください。",
    )


def _git_sha1(path: Path) -> str:
    """Git's name for these bytes; small files only, the large ones have a SHA-256."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _same_as_before(model: Model, earlier: Lock | None, files: Iterable[tuple[str, str | None]]) -> None:
    """Each path's hash is the one locked before, where both are known."""
    before = {file.path: file.sha256 for file in earlier.files} if earlier else {}
    other = tuple(path for path, sha256 in files if sha256 and before.get(path, sha256) != sha256)
    if other:
        raise ModelDamaged(
            model.name,
            f"配布元のファイル（{'、'.join(other)}）が、前にこの機械で固定した内容と違います。何も入れ替えていません。"
            "配布元の変更を確かめたうえで新しい内容にするときは、"
            f"`minutes models pull {model.name} --replace` を実行してください。",
        )
