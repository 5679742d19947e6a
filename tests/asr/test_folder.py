"""A model folder that is not whole is refused before CTranslate2 can crash on it."""

import json
import shutil

import pytest

from minutes import asr
from minutes.asr.folder import REQUIRED, check
from minutes.domain.errors import ModelDamaged
from tests.asr.clips import MODEL


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(MODEL, tmp_path / "model")


def change(path, **values):
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def refused(folder):
    with pytest.raises(ModelDamaged, match="モデル「m@1」が壊れています") as caught:
        asr.load(folder, model="m@1", device="cpu", threads=1)
    return str(caught.value)


def test_a_whole_folder_passes(folder):
    check(folder, "m@1")


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert name in refused(folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "preprocessor_config.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_broken_json_file_is_named(folder, name, content):
    (folder / name).write_bytes(content)
    assert name in refused(folder)


@pytest.mark.parametrize("length", [0, 3, 100, 5_000_000])
def test_a_model_that_was_cut_short(folder, length):
    (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:length])
    assert "model.bin" in refused(folder)


def test_a_text_file_named_model(folder):
    (folder / "model.bin").write_text("<html>404 Not Found</html>" * 1000)
    assert "model.bin" in refused(folder)


@pytest.mark.parametrize("pairs", [[[3, 0]], [[1, 0], [2, 4]], [[-1, 0]], [[1]], "2,0"])
def test_alignment_heads_that_the_decoder_does_not_have(folder, pairs):
    change(folder / "config.json", alignment_heads=pairs)
    assert "3 層 4 頭" in refused(folder)


def test_a_preprocessor_for_another_model(folder):
    change(folder / "preprocessor_config.json", feature_size=128)
    assert "feature_size 128" in refused(folder)


def test_a_tokenizer_without_japanese(folder):
    change(folder / "tokenizer.json", added_tokens=[])
    assert "<|ja|>" in refused(folder)
