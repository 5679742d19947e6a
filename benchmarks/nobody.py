"""だれも話していない録音: what is written in ten minutes of silence, noise, applause and music.

    python -m benchmarks.nobody                  # with the best recogniser of this machine
    python -m benchmarks.nobody whisper-trial    # with that one, as `make demo` does
    python -m benchmarks.nobody whisper-trial 2  # two seconds of each sound, instead of two minutes

Each sound is heard twice: as a recording, as the command hears it (decoding, the search for speech, children, the
sample's roster as hints), and window by window by the recogniser alone, with no search for speech before it. Needs
nothing but what the product needs.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from scipy.io import wavfile

from benchmarks.degraded import SPEECHLESS
from minutes import asr
from minutes.asr import Recogniser
from minutes.asr.heard import Attempt
from minutes.audio import Samples
from minutes.domain.errors import MinutesError
from minutes.domain.meeting import Meeting
from minutes.domain.speech import SAMPLE_RATE
from minutes.evaluation.text import plain
from minutes.models import Shelf, Task
from minutes.roster import read_roster
from minutes.settings import Settings
from minutes.workshop import Work, Workshop, threads

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "sample"
SPEECHLESS_S = 120.0
"""Of each of five kinds: ten minutes in which nothing may be written."""
SHOWN = 12
"""So many of the characters are told."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound in which nobody speaks, also as a file."""

    name: str
    samples: Samples
    recording: Path


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of one sound: of the recording, and by the recogniser alone."""

    sound: str
    drafted: str
    alone: str


def sounds(folder: Path, length_s: float = SPEECHLESS_S) -> Iterator[Sound]:
    """One of each kind; the files lie in ``folder``."""
    for name, make in SPEECHLESS.items():
        samples = make(length_s)
        yield Sound(name, samples, file_of(folder, name, samples))


def file_of(folder: Path, name: str, samples: Samples) -> Path:
    path = folder / f"{name}.wav"
    wavfile.write(path, SAMPLE_RATE, samples)
    return path


def written_alone(recogniser: Recogniser, samples: Samples) -> str:
    """What the recogniser writes of every window of ``samples``, whether somebody speaks in it or not."""
    length = round(recogniser.window_s * SAMPLE_RATE)
    windows = [samples[first : first + length] for first in range(0, len(samples), length)]
    batches = (
        windows[first : first + recogniser.batch_size] for first in range(0, len(windows), recogniser.batch_size)
    )
    found = (recogniser.recognise(batch, hints="", attempt=Attempt.FIRST) for batch in batches)
    return "".join(heard.text for batch in found for heard in batch)


def recogniser_of(workshop: Workshop) -> Recogniser:
    """The workshop's, in this process."""
    installed, settings = workshop.work.recogniser, workshop.settings
    return asr.load(
        installed.folder,
        model=installed.identity,
        device=settings.device,
        threads=threads(settings),
        window_s=installed.model.window_s,
    )


def drafted(workshop: Workshop, sound: Sound) -> str:
    meeting = Meeting(sound.name, roster=read_roster(SAMPLE / "roster.csv"))
    return "".join(word.text for word in workshop.transcribe(workshop.decode([sound.recording]), meeting).words)


def table(found: Sequence[Written], length_s: float = SPEECHLESS_S) -> Table:
    """For a person: seconds of sound, and characters written (punctuation aside)."""
    whole = Table(title=f"だれも話していない{len(found) * length_s / 60:g}分間に書かれた文字", title_justify="left")
    whole.add_column("音")
    for name in ("長さ", "録音を起こすと", "声を探さずに聞き取ると"):
        whole.add_column(name, justify="right")
    for one in found:
        whole.add_row(one.sound, f"{length_s:.0f}秒", told(one.drafted), told(one.alone))
    lengths = (f"{len(plain(''.join(texts)))}字" for texts in zip(*((o.drafted, o.alone) for o in found), strict=True))
    whole.add_section()
    whole.add_row("合計", f"{len(found) * length_s:.0f}秒", *lengths)
    return whole


def told(text: str) -> str:
    characters = plain(text)
    return f"{len(characters)}字" + (f"「{characters[:SHOWN]}」" if characters else "")


def main(recogniser: str | None = None, length_s: float = SPEECHLESS_S) -> None:
    shelf = Shelf(Settings().models)
    never_asked = shelf.choose(Task.DIARIZATION, "diarization-trial")
    work = Work(shelf.choose(Task.RECOGNITION, recogniser), never_asked)
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Settings(data=Path(folder)), work, lambda stage, share: None)
        alone = recogniser_of(workshop)
        found = [
            Written(sound.name, drafted(workshop, sound), written_alone(alone, sound.samples))
            for sound in sounds(Path(folder), length_s)
        ]
    Console().print(table(found, length_s))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:2], *map(float, sys.argv[2:3]))
    except MinutesError as error:
        raise SystemExit(str(error)) from error
