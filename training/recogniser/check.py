"""確かめ: a recogniser on rehearsals, window length by window length, with the roster as a hint and without.

    python -m training.recogniser.check FOLDER [--windows 7 10 15 25] [--sittings 3] [--texts FILE]
    python -m training.recogniser.check FOLDER --nobody 10    # minutes in which nobody speaks, all of them recognised

Where nobody speaks, the sounds are those of training; `benchmarks.nobody` hears others, which training does not know.
The settings of the bundled model (`minutes/models/catalogue.py`) are chosen by this table, never by the sample meeting.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
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
    """正解: what was said, as the product's evaluation reads it."""
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
    """文字起こし: the rehearsal as the product transcribes a recording, with ``names`` as hints."""
    with TemporaryDirectory() as folder:
        return asr.transcribe(
            sampled(rehearsal.sound),
            recogniser=recogniser,
            names=names,
            glossary=(),
            artefacts=Files(Path(folder)),
            on_progress=lambda _: None,
        )


@dataclass(frozen=True)
class Figures:
    """成績: of a rehearsal: its characters and how many came wrong, the same of those that belong to no name.

    ``missed_s`` speech without text; ``told`` of ``asked`` names came right; ``start_s``: by how much half of the words
    begin too early or too late at most, where any came.
    """

    wrong: int
    length: int
    wrong_elsewhere: int
    elsewhere: int
    missed_s: float
    told: int
    asked: int
    start_s: float | None


def figures(recogniser: asr.Recogniser, rehearsal: Rehearsal) -> Figures:
    """What the recogniser makes of a rehearsal with its roster."""
    transcript = heard(rehearsal, recogniser, rehearsal.roster)
    comparison = compare(paragraphs_of(transcript), reference_of(rehearsal))
    scores = scores_of(comparison, turns=rehearsal.turns, found=None)
    named = places(comparison, rehearsal.roster)
    names = name_scores(comparison, rehearsal.roster)
    late = starts(comparison)
    return Figures(
        wrong=scores.plain.errors,
        length=scores.plain.length,
        wrong_elsewhere=sum(not step.equal and step.reference not in named for step in comparison.steps),
        elsewhere=len(comparison.true) - len(named),
        missed_s=scores.missed_s or 0.0,
        told=sum(name.heard for name in names),
        asked=sum(name.said for name in names),
        start_s=late.median_s if late else None,
    )


def rows(folder: Path, windows: Sequence[float], rehearsals: Sequence[Rehearsal]) -> Iterator[str]:
    """The table: a row for every length of window, without the roster and with it."""
    yield "窓 s | 名簿 | CER b | 名前を除く | 漏れ s | 氏名 | 語の始まり s | 秒"
    for window_s in windows:
        for hinted in (False, True):
            recogniser = asr.load(folder, model="check", threads=1, window_s=window_s, hinted=hinted)
            began = time.time()
            found = row([figures(recogniser, one) for one in rehearsals])
            yield f"{window_s:g} | {'あり' if hinted else 'なし'} | {found} | {time.time() - began:.0f}"


def row(found: Sequence[Figures]) -> str:
    """Several rehearsals as one: shares of all characters, sums, and the middle one's start of words."""
    wrong = sum(one.wrong for one in found) / sum(one.length for one in found)
    elsewhere = sum(one.wrong_elsewhere for one in found) / sum(one.elsewhere for one in found)
    missed_s = sum(one.missed_s for one in found)
    told, asked = sum(one.told for one in found), sum(one.asked for one in found)
    starts_s = [one.start_s for one in found if one.start_s is not None]
    start = f"{median(starts_s):.2f}" if starts_s else "—"
    return f"{wrong:.1%} | {elsewhere:.1%} | {missed_s:.1f} | {told}/{asked} | {start}"


def written_of_nobody(folder: Path, length_s: float, window_s: float) -> str:
    """What the recogniser writes where nobody speaks, when no search for speech stands before it."""
    recogniser = asr.load(folder, model="check", threads=1, window_s=window_s, hinted=False)
    rng = np.random.default_rng(77)
    wave = (rooms.nobody(int(window_s * SAMPLE_RATE), rng) for _ in range(round(length_s / window_s)))
    clips = [sampled(one) for one in wave]
    found = (recogniser.recognise([clip], hints="", attempt=Attempt.FIRST)[0] for clip in clips)
    texts = [one.text for one in found if one.text]
    return f"{len(clips)} 窓のうち {len(texts)} 窓に {sum(map(len, texts))} 字 {' / '.join(texts)[:200]}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--windows", type=float, nargs="+", default=[7, 10, 15, 25])
    options.add_argument("--sittings", type=int, default=3)
    options.add_argument("--texts", type=Path, help="sentences that no grammar made, one a line")
    options.add_argument("--nobody", type=float, help="minutes of sounds as training makes them")
    given = options.parse_args()
    if given.nobody:
        print(written_of_nobody(given.folder, 60 * given.nobody, given.windows[0]))
        return
    texts = given.texts.read_text(encoding="utf-8").split() if given.texts else []
    parts = [texts[index :: given.sittings][:40] for index in range(given.sittings)]
    for line in rows(given.folder, given.windows, [rehearse(seed, part) for seed, part in enumerate(parts)]):
        print(line, flush=True)


if __name__ == "__main__":
    main()
