"""悪い録音での成績: the whole product on the sample meeting, on bad copies of it, where nobody speaks, and on people.

    python -m benchmarks.robustness                  # with the best models of this machine
    python -m benchmarks.robustness whisper-trial    # with that recogniser

Prints Markdown for docs/evidence.md. Everything runs as the command runs it (decoding, children, artefacts, and the
sample's roster as in `make demo`), in a data folder of its own. The people are the dialogue that comes with
pyannote.audio: half a minute of English on the telephone, so only its voices can be scored.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.degraded import DEGRADED, Laid, overlapped
from benchmarks.nobody import SAMPLE, SPEECHLESS_S, file_of, recogniser_of, sounds, written_alone
from minutes.asr import Recogniser
from minutes.domain.attribution import attribute
from minutes.domain.meeting import Meeting
from minutes.domain.record import Paragraph
from minutes.domain.speech import Diarization, Transcript, Turn
from minutes.evaluation import Reference, Scores, SpeakerScore, TextScore, evaluate, percent, read_reference, read_rttm
from minutes.evaluation.speakers import speaker_score
from minutes.evaluation.text import plain
from minutes.models import Shelf, Task
from minutes.roster import read_roster
from minutes.settings import Settings
from minutes.workshop import Work, Workshop

OVERLAPS = (Laid(89.8, 5.0, 37.5), Laid(128.0, 4.0, 95.9), Laid(3.2, 3.0, 62.9))
"""The chief over the member, the mayor over the chief, the chair over the mayor: 12 s, every one another voice."""
NOT_SAID = (
    f"重なりの行：重ねた{sum(one.length_s for one in OVERLAPS):.0f}秒の言葉は正解の文に入れていないので、"
    "聞き取れば文字の誤りに数えられる（正解の話者区間には入れてある）。"
)
HEADS = ("抜けた発言", "作られた文字", "未聴取の申告", "別人の字", "声", "DER", "落/余/違")


@dataclass(frozen=True)
class Result:
    transcript: Transcript
    diarization: Diarization
    seconds: float

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return attribute(self.transcript.words, self.diarization)


def work(workshop: Workshop, recording: Path) -> Result:
    start = time.monotonic()
    heard = workshop.decode([recording])
    transcript = workshop.transcribe(heard, Meeting(recording.stem, roster=read_roster(SAMPLE / "roster.csv")))
    diarization = workshop.diarize(heard)
    return Result(transcript, diarization, time.monotonic() - start)


def overlaid(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns of the sample and those that ``OVERLAPS`` lays over them."""
    moved = (
        Turn(turn.voice, start + one.onto_s - one.from_s, end + one.onto_s - one.from_s)
        for one in OVERLAPS
        for turn in turns
        if (start := max(turn.start_s, one.from_s)) < (end := min(turn.end_s, one.from_s + one.length_s))
    )
    return (*turns, *moved)


def meetings(workshop: Workshop, folder: Path) -> Iterator[str]:
    """The sample and its degraded copies."""
    reference, turns = read_reference(SAMPLE / "reference.json"), read_rttm(SAMPLE / "meeting.rttm")
    yield row("録音", "CER a", "CER b", "CER c", "定型 b", "自由 b", *HEADS, "秒")
    yield "|---|" + "--:|" * 13
    samples = workshop.decode([SAMPLE / "meeting.ogg"]).samples
    yield meeting("そのまま", work(workshop, SAMPLE / "meeting.ogg"), reference, turns)
    for name, degrade in DEGRADED.items():
        yield meeting(name, work(workshop, file_of(folder, name, degrade(samples))), reference, turns)
    doubled = file_of(folder, "重なり", overlapped(samples, OVERLAPS))
    yield meeting("重なり 12秒", work(workshop, doubled), reference, overlaid(turns))
    yield ""
    yield NOT_SAID


def meeting(name: str, result: Result, reference: Reference, turns: Sequence[Turn]) -> str:
    scores = evaluate(result.paragraphs, reference, turns=turns, found=result.diarization.turns)
    return row(name, *texts(scores), *doubts(scores, result), *speakers(scores.speakers), f"{result.seconds:.0f}")


def texts(scores: Scores) -> Iterator[str]:
    by_kind = dict(scores.by_kind)
    yield from map(rate, (scores.raw, scores.plain, scores.canonical, by_kind["standing"], by_kind["free"]))


def doubts(scores: Scores, result: Result) -> Iterator[str]:
    yield f"{scores.missed_s:.1f} s"
    yield f"{scores.invented}字"
    yield f"{sum(span.duration_s for span in result.transcript.unheard):.1f} s"
    yield percent(scores.attribution.error if scores.attribution else None)


def speakers(score: SpeakerScore | None) -> Iterator[str]:
    if score is None:
        yield from ("—",) * 3
        return
    yield f"{score.voices_found}/{score.voices}"
    yield percent(score.der)
    yield f"{score.missed_s:.1f}/{score.false_alarm_s:.1f}/{score.confusion_s:.1f} s"


def speechless(workshop: Workshop, alone: Recogniser, folder: Path) -> Iterator[str]:
    """What is written, and which voices are found, where nobody speaks. ``alone`` hears it without the workshop."""
    name = f"発言のない録音（{SPEECHLESS_S:.0f}秒）"
    heads = ("作られた文字", "うち要確認", "発話とみなした秒", "声とみなした秒", "文", "声を探さないときの文字")
    yield row(name, *heads)
    yield "|---|--:|--:|--:|--:|---|--:|"
    for sound in sounds(folder):
        result = work(workshop, sound.recording)
        doubtful = [doubt.span for doubt in result.transcript.doubts]
        words = result.transcript.words
        flagged = [
            word for word in words if any(word.start_s <= at.end_s and at.start_s <= word.end_s for at in doubtful)
        ]
        speech_s = sum(span.duration_s for span in result.transcript.speech)
        voiced_s = speaker_score((), result.diarization.turns).false_alarm_s
        text = "".join(word.text for word in words)
        counts = (len(plain(text)), sum(len(plain(word.text)) for word in flagged))
        unsought = len(plain(written_alone(alone, sound.samples)))
        figures = (*map(str, counts), f"{speech_s:.1f}", f"{voiced_s:.1f}", text[:30], str(unsought))
        yield row(sound.name, *figures)


def people(workshop: Workshop) -> Iterator[str]:
    """The voices of the human dialogue that comes with pyannote.audio."""
    found = find_spec("pyannote.audio")  # imports pyannote alone, which is empty
    if found is None or found.origin is None:
        raise SystemExit("pyannote.audio is not installed")
    folder = Path(found.origin).parent / "sample"
    turns = read_rttm(folder / "sample.rttm")
    result = workshop.diarize(workshop.decode([folder / "sample.wav"]))
    yield "| 人の会話（英語・電話 30秒） | 声 | DER | 落/余/違 |"
    yield "|---|--:|--:|--:|"
    yield row("pyannote.audio の見本", *speakers(speaker_score(turns, result.turns)))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def rate(score: TextScore) -> str:
    return percent(score.cer)


def main(recogniser: str | None = None) -> None:
    shelf = Shelf(Settings().models)
    chosen = Work(shelf.choose(Task.RECOGNITION, recogniser), shelf.choose(Task.DIARIZATION))
    print(f"{chosen.recogniser.identity}, {chosen.diarizer.identity}\n")
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Settings(data=Path(folder)), chosen, lambda stage, share: None)
        silent = speechless(workshop, recogniser_of(workshop), Path(folder))
        for table in (meetings(workshop, Path(folder)), silent, people(workshop)):
            for line in table:
                print(line, flush=True)
            print()


if __name__ == "__main__":
    main(*sys.argv[1:2])
