"""見本の会議: makes the two-minute sample sitting of a fictitious town council, with its exact reference.

    python tests/data/sample/make_sample.py

Writes meeting.ogg, reference.json and meeting.rttm beside itself. Needs pyopenjtalk-plus (which nothing else
here needs) besides what the product uses. Never run by tests: the files it made are kept. Everything random is
seeded; the words, the voices and the pauses were chosen once, before any recogniser had heard them.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import numpy.typing as npt
import pyopenjtalk
from scipy.signal import butter, fftconvolve, lfilter

HERE = Path(__file__).parent
RATE = 16_000
SEED = 20250610
TITLE = "令和七年第二回青葉町議会定例会"
HELD_ON = "2025-06-10"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """One voice made from "mei": pitch in half tones, length of the vocal tract, speed, spectral tilt, level."""

    member: str
    half_tone: float
    tract: float
    speed: float
    tilt: float
    level_db: float


PEOPLE = {
    "chair": Person("大野茂", -9.0, 0.90, 1.00, 0.30, 0.0),
    "member": Person("山田花子", 2.0, 1.12, 1.12, -0.30, -1.5),
    "mayor": Person("佐藤健一", -4.0, 0.82, 1.08, 0.45, -0.5),
    "chief": Person("鈴木幸子", -1.0, 1.00, 1.04, 0.00, -3.0),
}


class Sentence(NamedTuple):
    """What the reference says of a sentence; the same names as in reference.json."""

    voice: str
    member: str
    kind: str
    text: str
    start_s: float
    end_s: float


class Line(NamedTuple):
    """A sentence of the script. ``over_s``: spoken over the sentence before it, so long after that one began."""

    voice: str
    kind: str
    text: str
    over_s: float | None = None


SCRIPT = (
    Line("chair", "standing", "ただいまから、令和七年第二回青葉町議会定例会を開会いたします。"),
    Line("chair", "standing", "ただいまの出席議員は十二名であります。"),
    Line("chair", "standing", "定足数に達しておりますので、直ちに本日の会議を開きます。"),
    Line("chair", "free", "日程第一、一般質問を行います。"),
    Line("chair", "standing", "一番、山田花子議員の一般質問を許します。"),
    Line("member", "standing", "議長のお許しをいただきましたので、通告に従い、防災対策について質問いたします。"),
    Line("member", "free", "去年の夏の大雨では、川沿いの道路が三時間も通れなくなりました。"),
    Line("member", "standing", "避難所の整備について、町長の見解をお伺いいたします。"),
    Line("chair", "standing", "町長、佐藤君。"),
    Line("mayor", "standing", "ただいまの山田議員の御質問にお答えいたします。"),
    Line("mayor", "standing", "議員御指摘のとおり、防災対策は重要な課題であると認識しております。"),
    Line("member", "free", "はい、そのとおりです。", over_s=2.6),
    Line("mayor", "free", "えー、来年の三月までに、新しい避難所を二か所設ける予定でございます。"),
    Line("mayor", "standing", "詳細につきましては、総務課長から答弁させます。"),
    Line("chair", "standing", "総務課長、鈴木君。"),
    Line("chief", "standing", "避難所の整備につきましては、昨年度から十八件の相談を受けております。"),
    Line("chief", "standing", "現在、避難所の整備に関する計画を策定しているところでございます。"),
    Line("chief", "free", "毛布と飲み水は、小学校の倉庫に備えてあります。"),
    Line("chief", "standing", "予算額は二億三千万円を計上しております。"),
    Line("member", "standing", "再質問をさせていただきます。"),
    Line("member", "standing", "避難所の整備の財源はどのように確保するのでしょうか。"),
    Line("mayor", "free", "財源には、国の補助金と基金を充てたいと考えております。"),
    Line("chair", "standing", "日程第二、議案第二十五号、一般会計補正予算についてを議題といたします。"),
    Line("chair", "standing", "質疑はありませんか。"),
    Line("member", "free", "なし。"),
    Line("chair", "standing", "質疑なしと認め、質疑を終結いたします。"),
    Line("chair", "standing", "これより採決いたします。"),
    Line("chair", "standing", "本案に賛成の諸君の起立を求めます。"),
    Line("chair", "standing", "起立多数であります。"),
    Line("chair", "standing", "よって、本案は原案のとおり可決されました。"),
    Line("chair", "standing", "以上で本日の日程は全部終了いたしました。"),
    Line("chair", "standing", "本日はこれにて散会いたします。"),
)


def speak(text: str, person: Person) -> Floats:
    """One sentence at 16 kHz, silence at both ends cut off, at the person's level (RMS -23 dBFS + level_db)."""
    wave, _ = pyopenjtalk.tts(text, speed=person.speed / person.tract, half_tone=person.half_tone)  # 48 kHz
    low = lfilter(*butter(6, 7500 / 24_000), wave) / 32_768
    count = int(len(low) * RATE / (48_000 * person.tract))
    voice = np.interp(np.linspace(0, len(low) - 1, count), np.arange(len(low)), low)
    voice = lfilter([1.0, person.tilt], [1.0], voice)
    loud = np.flatnonzero(np.abs(voice) > 0.01 * np.abs(voice).max())
    voice = voice[loud[0] : loud[-1] + 1]
    return np.asarray(voice * 10 ** ((person.level_db - 23) / 20) / np.sqrt(np.mean(voice**2)))


def room(wave: Floats, rng: np.random.Generator) -> Floats:
    """A small chamber: direct sound and a tail of RT60 0.3 s, 12 dB below it, and pink noise at -62 dBFS."""
    times = np.arange(int(0.35 * RATE)) / RATE
    tail = rng.standard_normal(len(times)) * 10 ** (-3 * times / 0.3) * (times > 0.004)
    tail *= 10 ** (-12 / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    spectrum = np.fft.rfft(rng.standard_normal(len(wave)))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(len(wave), 1 / RATE), 20.0))
    noise = np.fft.irfft(spectrum, len(wave))
    return np.asarray(fftconvolve(wave, tail)[: len(wave)] + noise * 10 ** (-62 / 20) / noise.std())


def sit(rng: np.random.Generator) -> tuple[Floats, list[Sentence]]:
    """The whole sitting: dry sound, and every sentence with its times in seconds."""
    wave = np.zeros(int(180 * RATE))
    sentences: list[Sentence] = []
    end, before, previous = 0.0, 0.0, ""
    for line in SCRIPT:
        voice = speak(line.text, PEOPLE[line.voice])
        pause = rng.uniform(0.3, 1.2) if line.voice == previous else rng.uniform(0.5, 1.5)
        start = round(end + pause if line.over_s is None else before + line.over_s, 3)
        first = round(start * RATE)
        wave[first : first + len(voice)] += voice
        finish = round(start + len(voice) / RATE, 3)
        member = PEOPLE[line.voice].member
        sentences.append(Sentence(line.voice, member, line.kind, line.text, start, finish))
        if line.over_s is None:
            before, previous = start, line.voice
        end = max(end, finish)
    return wave[: round((end + 1.0) * RATE)], sentences


def write_ogg(path: Path, wave: Floats) -> None:
    """Opus, 16 kHz mono, 40 kb/s."""
    samples = np.round(np.clip(wave, -1, 1) * 32_767).astype(np.int16)
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:  # no random serial number
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = 40_000
        for start in range(0, len(samples), RATE):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + RATE], format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    rng = np.random.default_rng(SEED)
    wave, sentences = sit(rng)
    write_ogg(HERE / "meeting.ogg", room(wave, rng))
    reference = {"title": TITLE, "date": HELD_ON, "sentences": [sentence._asdict() for sentence in sentences]}
    (HERE / "reference.json").write_text(json.dumps(reference, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    turns = [
        f"SPEAKER meeting 1 {s.start_s:.3f} {s.end_s - s.start_s:.3f} <NA> <NA> {s.voice} <NA> <NA>\n"
        for s in sorted(sentences, key=lambda s: s.start_s)
    ]
    (HERE / "meeting.rttm").write_text("".join(turns), encoding="utf-8")


if __name__ == "__main__":
    main()
