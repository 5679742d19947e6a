"""委員会: the long meeting, forty minutes of a committee that does not exist, for `make bench` and `make soak`.

``python -m training.committee`` makes build/committee: eight voices that no model was trained on, talking as people do
when nobody writes it down (fillers, slips, all at once), before one poor microphone. What is said is committee.txt.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import butter, oaconvolve, sosfilt

from minutes.domain.speech import SAMPLE_RATE
from training.sitting import Floats, Person, ScriptLine, echo, pink, sit, write
from training.voices import COMMITTEE, Voice

SCRIPT = Path(__file__).with_suffix(".txt")
FOLDER = Path("build/committee")
TITLE, DATE = "令和七年南浜市議会総務文教委員会", "2025-07-17"
SEED = 20250717

BAND_HZ = 150, 5_500
"""What the capsule hears."""
NOISE_DB = -50.0
MINUTE = 60 * SAMPLE_RATE
HUM_HZ, HUM_DB = 50, -50.0
"""Mains of eastern Japan on the cable, RMS relative to full scale."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """名簿の人: a row of the roster, and the voice (None: absent)."""

    label: str
    seat: str
    office: str
    name: str
    reading: str
    voice: Voice | None


def _voice(number: int, speed: float, tilt: float, level_db: float) -> Voice:
    return Voice(*COMMITTEE[number], speed=speed, tilt=tilt, level_db=level_db)


# Levels: the chair sits before the microphone, the section chief at the wall, 12 dB below.
ATTENDEES = (
    Attendee("chair", "9", "委員長", "岡部修一", "おかべしゅういち", _voice(0, 1.03, 0.1, -15.5)),
    Attendee("mizutani", "4", "副委員長", "水谷和子", "みずたにかずこ", _voice(5, 1.08, -0.1, -20.5)),
    Attendee("murai", "1", "委員", "村井健太", "むらいけんた", _voice(1, 1.2, 0.2, -19.0)),
    Attendee("sakurada", "16", "委員", "桜田文雄", "さくらだふみお", _voice(7, 0.92, -0.3, -24.0)),
    Attendee("noguchi", "3", "委員", "野口陽子", "のぐちようこ", _voice(6, 1.12, 0.0, -21.5)),
    Attendee("kubo", "11", "委員", "久保浩", "くぼひろし", _voice(2, 1.1, 0.3, -17.0)),
    Attendee("nakahara", "7", "委員", "中原剛", "なかはらつよし", None),
    Attendee("kitagawa", "", "総務課長", "北川誠", "きたがわまこと", _voice(4, 1.06, -0.2, -22.5)),
    Attendee("miyamoto", "", "管理係長", "宮本直樹", "みやもとなおき", _voice(3, 1.02, -0.1, -27.5)),
)
PEOPLE = tuple(Person(one.label, one.name, one.voice) for one in ATTENDEES if one.voice)


def read_script(text: str) -> tuple[ScriptLine, ...]:
    """The sentences of a script; its head says how they are written down."""
    return tuple(_line(row) for row in text.splitlines() if row and not row.startswith("#"))


def _line(row: str) -> ScriptLine:
    head, _, text = row.partition(" | ")
    label, *marks = head.split()
    kind = "standing" if "=" in marks else "free"
    times = [mark for mark in marks if mark != "="]
    over = next((float(mark) for mark in times if mark.startswith("+")), None)
    after = next((float(mark) for mark in times if not mark.startswith("+")), None)
    return ScriptLine(label, kind, text, after_s=after, over_s=over)


def record(wave: Floats, rng: np.random.Generator) -> Floats:
    """The sitting as a cheap microphone at a distance hears it; what is too loud for its amplifier is cut off."""
    heard = oaconvolve(wave, echo(rng, rt60_s=0.5, direct_db=4))[: len(wave)]
    for start in range(0, len(heard), MINUTE):  # one transform of forty minutes takes 7 GB
        heard[start : start + MINUTE] += pink(MINUTE, rng)[: len(heard) - start] * 10 ** (NOISE_DB / 20)
    heard = sosfilt(butter(4, BAND_HZ, "bandpass", fs=SAMPLE_RATE, output="sos"), heard)
    return np.asarray(np.clip(heard + hum(len(heard)), -1, 1))


def hum(count: int) -> Floats:
    """The mains and its odd harmonics."""
    period = np.arange(SAMPLE_RATE // HUM_HZ)  # a whole number of samples
    phase = 2 * np.pi * HUM_HZ / SAMPLE_RATE * period
    wave = np.asarray(sum(np.sin(harmonic * phase) / harmonic for harmonic in (1, 3, 5, 7)))
    return np.resize(wave * 10 ** (HUM_DB / 20) / wave.std(), count)


def make(folder: Path, script: tuple[ScriptLine, ...]) -> None:
    """meeting.ogg, reference.json, meeting.rttm and roster.csv; the same bytes every time on a machine."""
    rng = np.random.default_rng(SEED)
    wave, sentences = sit(script, PEOPLE, rng)
    write(folder, record(wave, rng), sentences, title=TITLE, date=DATE)
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("席番号", "職", "氏名", "よみ"))
        rows.writerows((one.seat, one.office, one.name, one.reading) for one in ATTENDEES)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    make(options.parse_args().folder, read_script(SCRIPT.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
