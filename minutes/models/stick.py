"""取り込み: a model arrives as a folder, on a USB stick, in a town whose machines reach no network.

The stick is only read. What is taken in is named by our own catalogue, never by what the stick says. A model whose
files run as code needs the lock that was written where it was fetched, or a person's word. The lock is no signature:
it proves that nothing was lost or exchanged file by file on the way, not who made the stick.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from minutes.domain.errors import ModelDamaged, UnreadableModelFolder
from minutes.models import lock
from minutes.models.catalogue import Model
from minutes.models.incoming import incoming, need_room, shelve
from minutes.models.lock import Lock, LockedFile, OnBytes
from minutes.models.shelf import Installed, Shelf

LFS_POINTER = b"version https://git-lfs"


def bring_in(
    folder: Path,
    shelf: Shelf,
    *,
    name: str | None = None,
    replace: bool = False,
    trust: bool = False,
    on_progress: OnBytes = lock.silent,
) -> Installed:
    """Copy the model in ``folder`` to ``shelf``, hashed and locked.

    Which model it is says ``name``, else the folder's lock, its name or its files. With ``trust`` a person vouches for
    a folder without a lock whose files run as code. ``UnreadableModelFolder`` says what is wrong with it;
    ``UnknownModel``; ``CannotWrite``. Nothing is left behind after any of them.
    """
    if not folder.is_dir():
        raise _refused(folder, "フォルダが見つかりません。USB メモリーがつながっているかと、名前を確かめてください。")
    brought = _brought_lock(folder)
    paths = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))
    model = _recognised(folder, paths, brought, name, shelf)
    wanted = tuple(path for path in paths if model.wants(path))
    if brought is None and model.runs_as_code and not trust:
        raise _unvouched(folder, model)
    _check_whole(folder, model, wanted, brought)
    with incoming(shelf, model) as reception:
        staging = reception / "brought"
        try:
            files = _copy(folder, wanted, staging, on_progress)
            _check_same(folder, files, brought)
            if not replace:
                _check_not_another(folder, model, files, shelf)
            return shelve(staging, shelf, model, files, brought.commit if brought else None)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _brought_lock(folder: Path) -> Lock | None:
    try:
        return lock.read(folder)
    except ModelDamaged as exc:
        raise _refused(folder, f"`{lock.FILE_NAME}` を読み取れません。もう一度コピーし直してください。") from exc


def _recognised(folder: Path, paths: tuple[str, ...], brought: Lock | None, name: str | None, shelf: Shelf) -> Model:
    real = tuple(model for model in shelf.catalogue if not model.bundled)
    name = name or (brought.model if brought else None)
    if name:
        model = shelf.model(name)
        if model.bundled or (brought and brought.model != name):
            raise _refused(folder, f"「{name}」として取り込める中身ではありません。`--name` を確かめてください。")
        return model
    candidates = tuple(model for model in real if folder.name in _folder_names(model)) or tuple(
        model for model in real if not model.missing(paths)
    )
    if not candidates:
        raise _refused(
            folder,
            "モデルのファイルが見当たりません。model.bin か config.yaml が入っているフォルダを指定してください。",
        )
    if len(candidates) > 1:
        names = "、".join(model.name for model in candidates)
        raise _refused(folder, f"どのモデルか見分けられません。`--name` で {names} のどれかを指定してください。")
    return candidates[0]


def _folder_names(model: Model) -> tuple[str, ...]:
    """What people call the folder: our name, or that of the repository it was cloned from."""
    return (model.name, (model.repository or model.name).rpartition("/")[2])


def _unvouched(folder: Path, model: Model) -> UnreadableModelFolder:
    return _refused(
        folder,
        f"取得したときの記録（`{lock.FILE_NAME}`）がありません。「{model.name}」のファイルは読み込むときにプログラムとして"
        "動くため、記録のないフォルダは取り込みません。ネットワークにつながる機械で "
        f"`minutes models pull {model.name}` を実行し、できたフォルダを `{lock.FILE_NAME}` ごと運んでください。"
        "出どころを自分で確かめたフォルダなら、`--trust` を付けて取り込めます。",
    )


def _check_whole(folder: Path, model: Model, wanted: tuple[str, ...], brought: Lock | None) -> None:
    locked = tuple(file.path for file in brought.files) if brought else ()
    missing = (*model.missing(wanted), *(path for path in locked if path not in wanted))
    if missing:
        listed = "、".join(dict.fromkeys(missing))
        raise _refused(
            folder, f"必要なファイル（{listed}）がありません。元の機械から、フォルダごとコピーし直してください。"
        )
    if hollow := tuple(path for path in wanted if _is_hollow(folder / path)):
        raise _refused(
            folder,
            f"{'、'.join(hollow)} に中身がありません（コピーの途中か、Git LFS の目印だけのようです）。"
            "元の機械から、フォルダごとコピーし直してください。",
        )


def _is_hollow(file: Path) -> bool:
    return next(_blocks(file), b"")[: len(LFS_POINTER)] in (b"", LFS_POINTER)


def _blocks(file: Path) -> Iterator[bytes]:
    """What is on the stick, as long as it is in the machine."""
    try:
        with file.open("rb") as opened:
            while block := opened.read(lock.BLOCK):
                yield block
    except OSError as exc:
        raise _refused(
            file.parent,
            f"{file.name} を読めません（{exc.strerror}）。USB メモリーがつながっているかを確かめてください。",
        ) from exc


def _copy(folder: Path, wanted: tuple[str, ...], staging: Path, on_progress: OnBytes) -> tuple[LockedFile, ...]:
    total = sum((folder / path).stat().st_size for path in wanted)
    need_room(staging.parent, total)
    shutil.rmtree(staging, ignore_errors=True)
    done, files = 0, []
    for path in wanted:
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        with (staging / path).open("wb") as here:
            for block in _blocks(folder / path):
                here.write(block)
                done += len(block)
                on_progress(done, total)
            here.flush()
            os.fsync(here.fileno())
        files.append(lock.measure(staging, path))  # what arrived is what is locked
    return tuple(files)


def _check_same(folder: Path, files: tuple[LockedFile, ...], brought: Lock | None) -> None:
    if brought is None:
        return
    promised = {file.path: file for file in brought.files}
    if wrong := tuple(file.path for file in files if promised.get(file.path) != file):
        raise _refused(
            folder,
            f"{'、'.join(wrong)} の中身が `{lock.FILE_NAME}` の記録と違います（コピー中に壊れたようです）。"
            "元の機械で `minutes models verify` を実行してから、フォルダごとコピーし直してください。",
        )


def _check_not_another(folder: Path, model: Model, files: tuple[LockedFile, ...], shelf: Shelf) -> None:
    installed = shelf.lock(model)
    if installed and set(installed.files) != set(files):
        raise _refused(
            folder,
            f"モデル「{model.name}」は別の内容で入っています。入れ替えてよければ `--replace` を付けてください。",
        )


def _refused(folder: Path, why: str) -> UnreadableModelFolder:
    return UnreadableModelFolder(str(folder), why)
