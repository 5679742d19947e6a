"""`minutes doctor`: what is wrong with a machine is said with what to do, in Japanese and in English."""

import pytest

from minutes.cli import doctor
from minutes.cli.doctor import GIB, Health


@pytest.mark.parametrize(("count", "health"), [(1, Health.FAIR), (4, Health.GOOD)])
def test_few_cores_are_slow(count, health):
    assert doctor.cores(count).health is health


@pytest.mark.parametrize(("gib", "health"), [(2, Health.BAD), (4, Health.FAIR), (7.7, Health.GOOD)])
def test_memory_for_the_large_model(gib, health):
    finding = doctor.room(int(gib * GIB))
    assert finding.health is health
    assert (finding.advice is None) == (health is Health.GOOD)


def test_no_gpu_is_no_fault():
    assert doctor.gpu(0, usable=False).health is Health.GOOD
    assert doctor.gpu(2, usable=True) == doctor.Finding("GPU", Health.GOOD, "2 基")


def test_a_gpu_without_its_library_is_no_fault_either_but_something_can_be_done():
    finding = doctor.gpu(1, usable=False)
    assert finding.health is Health.FAIR
    assert all("pip install nvidia-cublas-cu12" in advice for advice in finding.advice)


def test_the_disk_is_looked_at_where_the_data_will_lie(tmp_path):
    finding = doctor.disk(tmp_path / "not" / "there" / "yet")
    assert str(tmp_path) in finding.found
    assert not (tmp_path / "not").exists()


def test_the_command_tells_everything_and_what_to_do(command):
    run = command("doctor")
    assert run.returncode == 0
    for about in ("Cores", "Memory", "GPU", "Disk", "Recognition", "Diarization"):
        assert about in run.stdout
    assert "minutes models pull large-v3-turbo" in run.stdout
    assert "Only the small trial model is installed" in run.stdout


def test_a_damaged_model_makes_the_machine_unfit(command):
    (command.data / "models" / "large-v3-turbo").mkdir(parents=True)
    run = command("doctor")
    assert run.returncode == 1
    assert "不可" in run.stdout
