import dataclasses
import itertools
import warnings

import numpy as np
import pyannote.audio
import pytest

from minutes.diarize.diarization import diarize
from minutes.domain.errors import BadInput
from tests.diarize.conftest import Kept

ANY = (None, None)


def ours(samples, diarizer, artefacts, *, speakers=ANY, on_progress=lambda share: None, block_s=8.0, **options):
    return diarize(
        samples,
        diarizer=diarizer,
        speakers=speakers,
        artefacts=artefacts,
        on_progress=on_progress,
        block_s=block_s,
        **options,
    )


def stock(file, diarizer, speakers=ANY):
    """pyannote's own pipeline on the same models: turns, floor and prints with voices named as ours are."""
    diarizer.pipeline.training = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        output = diarizer.pipeline(file, min_speakers=speakers[0], max_speakers=speakers[1])
    turns, floor = (
        sorted((segment.start, segment.end, label) for segment, _, label in annotation.itertracks(yield_label=True))
        for annotation in (output.speaker_diarization, output.exclusive_speaker_diarization)
    )
    names = {label: f"S{n}" for n, label in enumerate(dict.fromkeys(label for *_, label in turns), start=1)}
    prints = dict(zip(output.speaker_diarization.labels(), output.speaker_embeddings, strict=True))
    return (
        [(start, end, names[label]) for start, end, label in turns],
        [(start, end, names[label]) for start, end, label in floor],
        {names[label]: print_ for label, print_ in prints.items()},
    )


def plain(turns):
    return [(turn.start_s, turn.end_s, turn.voice) for turn in turns]


@pytest.mark.parametrize(
    ("which", "speakers"),
    [
        ("agglomerative", ANY),
        ("agglomerative", (2, 2)),
        ("agglomerative", (1, 1)),
        ("agglomerative", (6, 8)),
        ("vbx", ANY),
        ("vbx", (3, 3)),
    ],
)
def test_turns_floor_and_prints_are_those_of_the_stock_pipeline(request, meeting, stock_file, heard, which, speakers):
    diarizer = request.getfixturevalue(which)
    expected_turns, expected_floor, expected_prints = stock(stock_file, diarizer, speakers)

    found = ours(meeting, diarizer, heard, speakers=speakers)

    assert plain(found.turns) == expected_turns
    assert plain(found.floor) == expected_floor
    assert [voice.label for voice in found.voices] == sorted(expected_prints, key=lambda label: int(label[1:]))
    for voice in found.voices:
        expected = expected_prints[voice.label]
        if voice.print is None:
            assert not expected.any()  # a voice that the counting made up; pyannote pads its embedding with zeros
        else:
            assert np.allclose(voice.print, expected / np.linalg.norm(expected), atol=1e-5)


def test_the_test_meeting_has_several_voices_and_overlap(meeting, agglomerative, vbx, heard):
    for diarizer in (agglomerative, vbx):
        found = ours(meeting, diarizer, heard)
        assert len([voice for voice in found.voices if voice.print]) >= 2
        assert any(a.span.overlap_s(b.span) > 0 for a, b in itertools.combinations(found.turns, 2))


def test_one_voice_at_a_time_has_the_floor(meeting, agglomerative, heard):
    floor = ours(meeting, agglomerative, heard).floor
    assert not any(a.span.overlap_s(b.span) > 0 for a, b in itertools.pairwise(floor))


def test_where_blocks_end_does_not_matter(meeting, agglomerative, heard, artefacts):
    whole = ours(meeting, agglomerative, artefacts, block_s=600.0)
    assert whole == ours(meeting, agglomerative, heard, block_s=8.0)
    assert len(artefacts) == 1


def test_an_interrupted_run_computes_no_finished_block_again(dialogue, agglomerative):
    disturbed = Kept(last=2)
    with pytest.raises(KeyboardInterrupt):
        ours(dialogue, agglomerative, disturbed, block_s=8.0)
    disturbed.last = None

    again = ours(dialogue, agglomerative, disturbed, block_s=8.0)
    assert disturbed.puts == len(disturbed) == 3
    assert again == ours(dialogue, agglomerative, disturbed, block_s=8.0)
    assert disturbed.puts == 3


def test_an_artefact_that_a_power_cut_left_empty_is_made_again(dialogue, agglomerative, artefacts):
    short = dialogue[160_000:320_000]
    expected = ours(short, agglomerative, artefacts)
    intact = dict(artefacts)
    artefacts.update(dict.fromkeys(artefacts, b""))
    assert ours(short, agglomerative, artefacts) == expected
    assert artefacts == intact


@pytest.mark.parametrize("other", [{"model": "another"}, {"device": "cuda"}, {"toolkit": "5.0.0"}])
def test_another_model_device_or_pyannote_finds_nothing_of_this_one(dialogue, agglomerative, artefacts, other):
    short = dialogue[160_000:320_000]
    ours(short, agglomerative, artefacts)
    ours(short, dataclasses.replace(agglomerative, **other), artefacts)
    assert artefacts.puts == len(artefacts) == 2


def test_an_observation_says_what_made_it(agglomerative):
    assert (agglomerative.device, agglomerative.toolkit) == ("cpu", pyannote.audio.__version__)


def test_voices_are_numbered_in_the_order_of_their_first_speech(meeting, agglomerative, heard):
    found = ours(meeting, agglomerative, heard)
    firsts = list(dict.fromkeys(turn.voice for turn in found.turns))
    assert firsts == [voice.label for voice in found.voices] == [f"S{n}" for n in range(1, len(firsts) + 1)]


def test_silence_has_no_turns(agglomerative, artefacts):
    found = ours(np.zeros(16_000 * 15, np.int16), agglomerative, artefacts)
    assert (found.turns, found.floor, found.voices) == ((), (), ())
    assert found.model == "first"


@pytest.mark.parametrize("length", [0, 1, 3_200])
def test_hardly_any_samples_are_no_problem(agglomerative, dialogue, artefacts, length):
    found = ours(dialogue[:length], agglomerative, artefacts)
    assert all(voice.print is None for voice in found.voices)


def test_a_read_only_memory_map_is_read_as_it_is(tmp_path, meeting, agglomerative, heard):
    meeting.tofile(tmp_path / "audio")
    mapped = np.memmap(tmp_path / "audio", np.int16, mode="r")
    assert ours(mapped, agglomerative, heard) == ours(meeting, agglomerative, heard)


def test_progress_never_falls_and_ends_at_one(dialogue, agglomerative, artefacts):
    shares = []
    ours(dialogue, agglomerative, artefacts, on_progress=shares.append, block_s=8.0)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 6


def test_more_embeddings_than_linkage_can_take_are_sampled(meeting, agglomerative, heard, artefacts):
    found = ours(meeting, agglomerative, heard, cap=20)
    assert found.turns
    assert found == ours(meeting, agglomerative, heard, cap=20)


def test_an_impossible_number_of_speakers_is_refused(dialogue, agglomerative, artefacts):
    with pytest.raises(BadInput, match="人数の範囲"):
        ours(dialogue, agglomerative, artefacts, speakers=(3, 2))
