"""The proxy: small, on the same clock as the samples, and ready to be played and sought in while it still loads."""

import av
import numpy as np
import pytest

from tests.audio.recordings import Kind, loudest_hertz, record, tones


@pytest.fixture
def proxy(tmp_path, heard):
    """One minute; from second 40 on, the tone is an octave higher."""
    kind = Kind("wav", "pcm_s16le")
    sound = tones(kind, 60.0)
    sound[:, 40 * kind.rate :] = tones(kind, 20.0, hertz=880)
    return heard(record(tmp_path / "a.wav", kind, sound)).proxy


def atoms(path):
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    return found


def test_its_index_comes_before_its_sound(proxy):
    names = atoms(proxy)
    assert names[0] == "ftyp"
    assert names.index("moov") < names.index("mdat")


def test_it_is_aac_mono_with_48_kilobits_per_second(proxy):
    with av.open(str(proxy)) as container:
        (stream,) = container.streams
        assert (stream.codec_context.name, stream.layout.name) == ("aac", "mono")
        assert stream.bit_rate == pytest.approx(48_000, rel=0.1)
    assert proxy.stat().st_size / 60 * 8 == pytest.approx(48_000, rel=0.1)


def test_it_is_as_long_as_the_samples(proxy):
    with av.open(str(proxy)) as container:
        assert container.duration / av.time_base == pytest.approx(60.0, abs=0.07)


def test_seeking_lands_where_it_should(proxy):
    with av.open(str(proxy)) as container:
        for second, hertz in ((50, 880), (10, 440), (41, 880), (38, 440)):
            container.seek(second * av.time_base)
            frames = [frame for frame, _ in zip(container.decode(audio=0), range(20), strict=False)]
            assert frames[0].time == pytest.approx(second, abs=0.2)
            sound = np.concatenate([frame.to_ndarray()[0] for frame in frames])
            assert loudest_hertz(sound) == pytest.approx(hertz, abs=3)


def test_it_changes_when_the_samples_change(proxy):
    with av.open(str(proxy)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    before, after = sound[39 * 16_000 : 40 * 16_000 - 320], sound[40 * 16_000 + 320 : 41 * 16_000]
    assert loudest_hertz(before) == pytest.approx(440, abs=3)
    assert loudest_hertz(after) == pytest.approx(880, abs=3)
