import os
import subprocess
import sys

import pytest

from minutes.diarize.diarizer import load
from minutes.domain.errors import BadInput, ModelDamaged, ModelMissing
from tests.diarize.conftest import configured, write_plda


def test_a_folder_that_is_not_there_is_a_missing_model(tmp_path):
    with pytest.raises(ModelMissing, match="入っていません"):
        load(tmp_path / "nowhere", model="first", threads=1)


@pytest.mark.parametrize("file", ["config.yaml", "segmentation/pytorch_model.bin", "embedding/pytorch_model.bin"])
def test_a_missing_file_is_named(tmp_path, file):
    folder = configured(tmp_path / "model")
    (folder / file).unlink()
    with pytest.raises(ModelDamaged, match=file):
        load(folder, model="first", threads=1)


def test_vbx_needs_its_plda(tmp_path):
    folder = configured(tmp_path / "model", clustering="VBxClustering", plda="$model/plda")
    write_plda(folder / "plda")
    (folder / "plda" / "plda.npz").unlink()
    with pytest.raises(ModelDamaged, match=r"plda/plda\.npz"):
        load(folder, model="first", threads=1)


@pytest.mark.parametrize("part", ["segmentation", "embedding", "plda"])
def test_a_part_that_would_be_looked_for_on_the_internet_is_refused(tmp_path, part):
    folder = configured(tmp_path / "model", clustering="VBxClustering", **{"plda": "$model/plda", part: "someone/part"})
    write_plda(folder / "plda")
    with pytest.raises(ModelDamaged, match=f"「{part}」がこのフォルダの中を指していません"):
        load(folder, model="first", threads=1)


@pytest.mark.parametrize("part", ["segmentation", "embedding", "plda"])
def test_a_part_outside_the_folder_is_refused_before_it_is_read(tmp_path, part):
    outside = configured(tmp_path / "outside")
    write_plda(outside / "plda")
    parts = {"plda": "$model/plda", part: f"$model/../outside/{part}"}
    folder = configured(tmp_path / "model", clustering="VBxClustering", **parts)
    write_plda(folder / "plda")
    with pytest.raises(ModelDamaged, match=f"「{part}」がこのフォルダの中を指していません"):
        load(folder, model="first", threads=1)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    network = configured(tmp_path / "model") / "embedding" / "pytorch_model.bin"
    network.rename(tmp_path / "elsewhere.bin")
    network.symlink_to(tmp_path / "elsewhere.bin")
    with pytest.raises(ModelDamaged, match="「embedding」がこのフォルダの中を指していません"):
        load(tmp_path / "model", model="first", threads=1)


@pytest.mark.parametrize("kept", [0, 1_000, 800_000])
def test_a_network_that_was_cut_short_is_a_damaged_model(tmp_path, kept):
    network = configured(tmp_path / "model") / "segmentation" / "pytorch_model.bin"
    network.write_bytes(network.read_bytes()[:kept])
    with pytest.raises(ModelDamaged, match="読み込めません"):
        load(tmp_path / "model", model="first", threads=1)


@pytest.mark.parametrize("config", ["", "a: [", "pipeline: 3", "params: {}", "pipeline: {name: 3, params: 4}"])
def test_a_configuration_that_is_none_is_a_damaged_model(tmp_path, config):
    folder = configured(tmp_path / "model")
    (folder / "config.yaml").write_text(config)
    with pytest.raises(ModelDamaged):
        load(folder, model="first", threads=1)


def test_clustering_that_is_not_known_here_is_refused(tmp_path):
    folder = configured(tmp_path / "model", clustering="KMeansClustering", params={"clustering": {}})
    with pytest.raises(ModelDamaged, match="対応していません"):
        load(folder, model="first", threads=1)


def test_a_device_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="quantum"):
        load(configured(tmp_path / "model"), model="first", device="quantum", threads=1)


def test_importing_the_room_switches_telemetry_and_the_hub_off_and_says_nothing():
    script = (
        "import os, minutes.diarize.diarizer; from pyannote.audio.telemetry.metrics import is_metrics_enabled;"
        "print(is_metrics_enabled(), os.environ['HF_HUB_OFFLINE'])"
    )
    switched_on = {**os.environ, "PYANNOTE_METRICS_ENABLED": "1", "HF_HUB_OFFLINE": "0"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env=switched_on, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "False 1", "")
