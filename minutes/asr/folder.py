"""モデルのフォルダ: checked before CTranslate2 sees it, because it aborts the process where it should complain.

Reads the header of ``model.bin``; knows nothing of where models come from.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from minutes.domain.errors import ModelDamaged

REQUIRED = ("model.bin", "config.json", "tokenizer.json", "preprocessor_config.json")
"""Without tokenizer.json faster-whisper would ask the Hub; without preprocessor_config.json it guesses 80 mels."""

CURE = "`minutes models verify` で確かめ、取得か取り込みをやり直してください。"


@dataclass(frozen=True, slots=True)
class Variable:
    """An array in ``model.bin``, without its data, except that of a scalar."""

    shape: tuple[int, ...]
    scalar: bytes


def check(folder: Path, model: str) -> None:
    """Raise ``ModelDamaged`` where a file is missing, cut short or at odds with another one."""
    missing = [name for name in REQUIRED if not (folder / name).is_file()]
    if missing:
        raise ModelDamaged(model, f"{'、'.join(missing)} がありません。{CURE}")
    config = _json(folder / "config.json", model)
    mels = _json(folder / "preprocessor_config.json", model).get("feature_size", 80)
    if "<|ja|>" not in str(_json(folder / "tokenizer.json", model).get("added_tokens")):
        raise ModelDamaged(model, f"日本語の印（<|ja|>）が tokenizer.json にありません。{CURE}")
    variables = _variables(folder / "model.bin", model)
    _check_alignment(config, variables, model)
    ears = variables.get("encoder/conv1/weight")
    if ears is None or len(ears.shape) < 2 or ears.shape[1] != mels:
        raise ModelDamaged(model, f"model.bin と preprocessor_config.json（feature_size {mels}）が合いません。{CURE}")


def _json(path: Path, model: str) -> Mapping[str, object]:
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, OSError) as exc:
        raise ModelDamaged(model, f"{path.name} を読めません。{CURE}") from exc
    if not isinstance(value, dict):
        raise ModelDamaged(model, f"{path.name} の中身が違います。{CURE}")
    return value


def _check_alignment(config: Mapping[str, object], variables: Mapping[str, Variable], model: str) -> None:
    """Word times are read from these heads; one that does not exist crashes CTranslate2 (kotoba-whisper had such)."""
    layers = {found[1] for name in variables if (found := re.match(r"decoder/layer_(\d+)/", name))}
    count = variables.get("decoder/num_heads")
    heads = int.from_bytes(count.scalar, "little") if count else 0
    pairs = config.get("alignment_heads", [])
    for pair in pairs if isinstance(pairs, list) else [pairs]:
        match pair:
            case [int(layer), int(head)] if 0 <= layer < len(layers) and 0 <= head < heads:
                continue
            case _:
                raise ModelDamaged(
                    model,
                    f"config.json の alignment_heads {pair} は、このモデル（{len(layers)} 層 {heads} 頭）に"
                    f"ありません。{CURE}",
                )


def _variables(path: Path, model: str) -> Mapping[str, Variable]:
    try:
        with path.open("rb") as file:
            return dict(_read(file, path.stat().st_size))
    except (struct.error, UnicodeDecodeError, EOFError) as exc:
        raise ModelDamaged(model, f"{path.name} が途中で切れているか、別の種類のファイルです。{CURE}") from exc
    except OSError as exc:
        raise ModelDamaged(model, f"{path.name} を読めません（{exc}）。{CURE}") from exc


def _read(file: BinaryIO, size: int) -> Iterator[tuple[str, Variable]]:
    """The layout that ``ctranslate2.specs.model_spec`` writes; the arrays themselves are skipped."""
    _number(file, "<I")
    _name(file)
    _number(file, "<I")
    for _ in range(_number(file, "<I")):
        name = _name(file)
        rank = _number(file, "<B")
        shape = tuple(_number(file, "<I") for _ in range(rank))
        _number(file, "<B")
        length = _number(file, "<I")
        scalar = file.read(length) if rank == 0 else b""
        if rank:
            file.seek(length, 1)
        if file.tell() > size:
            raise EOFError
        yield name, Variable(shape, scalar)


def _number(file: BinaryIO, form: str) -> int:
    (number,) = struct.unpack(form, file.read(struct.calcsize(form)))
    return int(number)


def _name(file: BinaryIO) -> str:
    return file.read(_number(file, "<H"))[:-1].decode()
