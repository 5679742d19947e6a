"""An ``Audio`` goes to another process by name, not by value."""

import pickle

import numpy as np

from tests.audio.recordings import Kind, record, tones


def test_it_crosses_process_borders_without_its_samples(tmp_path, heard):
    kind = Kind("wav", "pcm_s16le")
    audio = heard(record(tmp_path / "a.wav", kind, tones(kind, 20.0)), channels=True)
    parcel = pickle.dumps(audio)
    assert len(parcel) < 2_000
    arrived = pickle.loads(parcel)  # noqa: S301  (our own)
    assert isinstance(arrived.samples, np.memmap)
    assert np.array_equal(arrived.samples, audio.samples)
    assert [len(channel) for channel in arrived.channels] == [len(channel) for channel in audio.channels]
    assert (arrived.recording, arrived.proxy, arrived.missing) == (audio.recording, audio.proxy, audio.missing)
