"""この機械: what is told of it, also where a system tells less than Linux does, and in a container."""

import os

import pytest

from minutes.machine import memory, processors, this_machine

ALL = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@pytest.fixture
def system(tmp_path):
    """A root folder as Linux has it."""
    for file, text in {
        "proc/cpuinfo": "processor\t: 0\nmodel name\t: Aoba 3000\n",
        "proc/driver/nvidia/gpus/0/information": "Model: \t\t Aoba GPU\nIRQ: 1\n",
        "sys/fs/cgroup/memory.max": "268435456\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    return tmp_path


def test_this_one(tmp_path):
    found = this_machine(tmp_path)
    assert found.cores == processors() >= 1
    assert 2**28 < found.memory == memory()
    assert 0 < found.disk_free <= found.disk_total


def test_in_a_container_memory_is_what_the_container_may_use(system, tmp_path):
    found = this_machine(tmp_path, system)
    assert (found.processor, found.memory, found.graphics) == ("Aoba 3000", 2**28, ("Aoba GPU",))


@pytest.mark.parametrize("said", ["max\n", "9999999999999999\n"])
def test_without_a_limit_all_the_memory_is_there(system, said):
    (system / "sys/fs/cgroup/memory.max").write_text(said)
    assert memory(system) == ALL


def test_where_the_system_tells_nothing_of_it_as_on_macos(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    found = this_machine(tmp_path, tmp_path)
    assert (found.processor, found.memory, found.graphics, found.cores) == ("", ALL, (), os.cpu_count())
