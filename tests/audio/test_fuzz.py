"""Whatever bytes come in: a recording that can be used, or a sentence, and never anything half done."""

import random

import pytest

from minutes.domain.errors import UnreadableRecording
from tests.audio.recordings import Kind, record, tones

KINDS = [
    Kind("wav", "pcm_s16le"),
    Kind("mp3", "libmp3lame"),
    Kind("m4a", "aac"),
    Kind("ogg", "libopus"),
    Kind("flac", "flac"),
    Kind("mkv", "aac"),
    Kind("wma", "wmav2", rate=44_100),
]


def damaged(content, chance):
    """Bytes changed, cut out, doubled or cut off, in one to five places."""
    content = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        if not content:
            break
        at, length = chance.randrange(len(content)), chance.choice([1, 8, 500])
        match chance.choice(["change", "remove", "double", "cut off"]):
            case "change":
                content[at : at + length] = chance.randbytes(len(content[at : at + length]))
            case "remove":
                del content[at : at + length]
            case "double":
                content[at:at] = content[at : at + length]
            case "cut off":
                del content[at:]
    return bytes(content)


def fuzz(rounds, seed, tmp_path, heard, files):
    """-> how many of the damaged files could be used, and how many were refused."""
    chance, counts = random.Random(seed), {"used": 0, "refused": 0}
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        whole = tmp_path / f"whole.{kind.suffix}"
        if not whole.exists():
            record(whole, kind, tones(kind, 3.0))
        path = tmp_path / f"{number}.{kind.suffix}"
        path.write_bytes(damaged(whole.read_bytes(), chance))
        try:
            audio = heard(path)
        except UnreadableRecording:
            counts["refused"] += 1
        else:
            counts["used"] += 1
            assert len(audio.samples) == round(audio.recording.duration_s * 16_000)
        assert not list(files.scratch.iterdir())
        path.unlink()
    return counts


def test_seventy_damaged_files(tmp_path, heard, files, request):
    counts = fuzz(70, request.config.getoption("--seed"), tmp_path, heard, files)
    assert min(counts.values()) > 0


@pytest.mark.soak
def test_two_thousand_damaged_files(tmp_path, heard, files, request, record_property):
    counts = fuzz(2000, request.config.getoption("--seed"), tmp_path, heard, files)
    record_property("result", f"{counts['used']} used, {counts['refused']} refused, nothing left behind")
    assert min(counts.values()) > 0
