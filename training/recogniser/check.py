"""確かめ: a recogniser on rehearsals, window length by window length, with the roster as a hint and without.

    python -m training.recogniser.check FOLDER [--windows 7 10 15 25] [--sittings 3] [--texts FILE]
    python -m training.recogniser.check FOLDER --nobody 10    # minutes in which nobody speaks, all of them recognised

The settings of the bundled model (`minutes/models/catalogue.py`) are chosen by this table, never by the sample meeting.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from minutes import asr
from minutes.asr.heard import Attempt
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import SAMPLE_RATE, Transcript
from minutes.evaluation.comparison import compare
from minutes.evaluation.names import name_scores, places
from minutes.evaluation.reference import Reference, SpokenWord, Utterance
from minutes.evaluation.scores import scores_of
from minutes.evaluation.starts import starts
from minutes.store.files import Files
from training import rooms
from training.rehearsal import Rehearsal, rehearse
from training.sitting import SpokenSentence, sampled


def reference_of(rehearsal: Rehearsal) -> Reference:
    return Reference(tuple(_utterance(sentence) for sentence in rehearsal.sentences))


def _utterance(sentence: SpokenSentence) -> Utterance:
    words = tuple(SpokenWord(word.text, word.start_s, word.end_s) for word in sentence.words)
    return Utterance(sentence.text, sentence.voice, sentence.kind, sentence.start_s, sentence.end_s, words=words)


def paragraphs_of(transcript: Transcript) -> tuple[Paragraph, ...]:
    """All in one, under nobody's name."""
    words = transcript.words
    if not words:
        return ()
    text = "".join(word.text for word in words)
    return (Paragraph("1", Kind.SPEECH, text, words[0].start_s, words[-1].end_s, words=words),)


def heard(rehearsal: Rehearsal, recogniser: asr.Recogniser, names: tuple[str, ...]) -> Transcript:
    with TemporaryDirectory() as folder:
        return asr.transcribe(
            sampled(rehearsal.sound),
            recogniser=recogniser,
            names=names,
            glossary=(),
            artefacts=Files(Path(folder)),
            on_progress=lambda _: None,
        )


def rows(folder: Path, windows: list[float], rehearsals: list[Rehearsal]) -> Iterator[str]:
    yield "窓 s | 名簿 | CER b | 名前を除く | 漏れ s | 氏名 | 語の始まり s | 秒"
    for window_s in windows:
        for hinted in (False, True):
            recogniser = asr.load(folder, model="check", threads=1, window_s=window_s, hinted=hinted)
            yield f"{window_s:g} | {'あり' if hinted else 'なし'} | {_figures(recogniser, rehearsals)}"


def _figures(recogniser: asr.Recogniser, rehearsals: list[Rehearsal]) -> str:
    began, wrong, length, missed = time.time(), 0, 0, 0.0
    wrong_elsewhere, elsewhere = 0, 0
    told, asked, late = 0, 0, []
    for rehearsal in rehearsals:
        transcript = heard(rehearsal, recogniser, rehearsal.roster)
        comparison = compare(paragraphs_of(transcript), reference_of(rehearsal))
        scores = scores_of(comparison, turns=None, found=None)
        wrong, length = wrong + scores.plain.errors, length + scores.plain.length
        missed += scores.missed_s or 0.0
        named = places(comparison, rehearsal.roster)
        wrong_elsewhere += sum(not step.equal and step.reference not in named for step in comparison.steps)
        elsewhere += len(comparison.true) - len(named)
        for name in name_scores(comparison, rehearsal.roster):
            told, asked = told + name.heard, asked + name.said
        if (found := starts(comparison)) and found.median_s is not None:
            late.append(found.median_s)
    start = f"{np.median(late):.2f}" if late else "—"
    shares = f"{wrong / length:.1%} | {wrong_elsewhere / elsewhere:.1%}"
    return f"{shares} | {missed:.1f} | {told}/{asked} | {start} | {time.time() - began:.0f}"


def written_of_nobody(folder: Path, minutes: float, window_s: float) -> str:
    """What the recogniser writes where nobody speaks, when no search for speech stands before it."""
    recogniser = asr.load(folder, model="check", threads=1, window_s=window_s, hinted=False)
    rng = np.random.default_rng(77)
    wave = (rooms.nobody(int(window_s * SAMPLE_RATE), rng) for _ in range(round(minutes * 60 / window_s)))
    clips = [sampled(one) for one in wave]
    heard = (recogniser.recognise([clip], hints="", attempt=Attempt.FIRST)[0] for clip in clips)
    texts = [one.text for one in heard if one.text]
    return f"{len(clips)} 窓のうち {len(texts)} 窓に {sum(map(len, texts))} 字 {' / '.join(texts)[:200]}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--windows", type=float, nargs="+", default=[7, 10, 15, 25])
    options.add_argument("--sittings", type=int, default=3)
    options.add_argument("--texts", type=Path, help="sentences that no grammar made, one a line")
    options.add_argument("--nobody", type=float, help="minutes")
    given = options.parse_args()
    if given.nobody:
        print(written_of_nobody(given.folder, given.nobody, given.windows[0]))
        return
    texts = given.texts.read_text(encoding="utf-8").split() if given.texts else []
    parts = [texts[index :: given.sittings][:40] for index in range(given.sittings)]
    for row in rows(given.folder, given.windows, [rehearse(seed, part) for seed, part in enumerate(parts)]):
        print(row, flush=True)


if __name__ == "__main__":
    main()
