"""The waveform: for every tenth of a second its lowest and highest sample."""

import struct

import numpy as np

from minutes.audio.peaks import Peaks


def drawn(path, *pieces):
    with Peaks(path) as peaks:
        for piece in pieces:
            peaks.write(np.asarray(piece, np.int16))
    data = path.read_bytes()
    return struct.unpack("<6i", data[:24]), np.frombuffer(data, np.int8, offset=24).reshape(-1, 2).tolist()


def test_the_header_says_how_to_read_it(tmp_path):
    header, points = drawn(tmp_path / "p", np.zeros(16_000))
    assert header == (2, 1, 16_000, 1_600, 10, 1)
    assert points == [[0, 0]] * 10


def test_every_point_is_the_lowest_and_the_highest_sample(tmp_path):
    samples = np.zeros(4_800)
    samples[10], samples[20], samples[1_700] = 32_767, -32_768, 256
    assert drawn(tmp_path / "p", samples)[1] == [[-128, 127], [0, 1], [0, 0]]


def test_the_pieces_in_which_samples_come_do_not_matter(tmp_path):
    samples = np.random.default_rng(1).integers(-32_768, 32_768, 50_001)
    cuts = [1, 1_599, 1_600, 1_601, 20_000, 20_000, 49_999]
    assert drawn(tmp_path / "a", *np.split(samples, cuts)) == drawn(tmp_path / "b", samples)


def test_the_last_tenth_may_be_short(tmp_path):
    assert drawn(tmp_path / "p", np.full(1_601, 2_560))[1] == [[10, 10], [10, 10]]


def test_four_and_a_half_hours_are_a_few_hundred_kilobytes(tmp_path):
    drawn(tmp_path / "p", *[np.zeros(60 * 16_000, np.int16)] * 270)
    assert (tmp_path / "p").stat().st_size == 24 + 2 * 10 * 16_200
