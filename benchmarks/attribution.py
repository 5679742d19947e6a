"""話者付けの敵対的な評価: how many characters get the wrong voice when the diarizer is wrong by fractions of a second.

Simulated sittings (seeded): the chair calls, members ask, officials answer, listeners throw in はい. The diarizer's
borders are moved at random, and it flips to another voice for 0.3 s at random moments; the recogniser's word times are
moved by 0.1 s. Compared with giving each word to the voice that holds most of its time. Then the speed of 8 hours.

What ours loses: utterances shorter than the error of the border, and, where the recogniser writes no punctuation, a
はい without a pause around it (the rows "no 、。" without flips, in which the simulated diarizer is nearly perfect).
A negative number of stubs means short utterances that were lost to a neighbour.

    python -m benchmarks.attribution
"""

import random
import time
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise

from minutes.domain.attribution import attribute
from minutes.domain.record import Paragraph
from minutes.domain.speech import Diarization, Turn, Word

CHAR_S = 0.125
FLIP_S = 0.3
CALLS = ("教育長。", "３番、佐藤議員。", "建設課長。", "町長。", "ほかにありませんか。", "よろしいですか。")
ANSWERS = ("はい。", "異議なし。", "ありません。", "はい、議長。", "いいえ。")
OPENERS = ("はい、", "えー、", "それでは、", "議長、", "", "", "", "")
BACKCHANNELS = ("はい、", "ええ、", "うん、", "そうですね、")
CLAUSES = (
    "通学路の安全対策につきましては、",
    "昨年度の決算を見ますと、",
    "担当課と協議をいたしまして、",
    "御指摘のとおり、",
    "国の補助金を活用しながら、",
    "町民の皆様の御意見を伺い、",
    "一方で財源の確保が課題であり、",
    "令和六年度の予算では、",
)
ENDS = (
    "順次改善を進めております。",
    "お答えいたします。",
    "検討してまいりたいと考えております。",
    "三百二十万円を計上しました。",
    "現在のところ予定はございません。",
    "どのようにお考えでしょうか。",
    "お尋ねします。",
    "以上です。",
)


@dataclass(frozen=True)
class Sitting:
    words: tuple[Word, ...]
    truth: tuple[str, ...]
    turns: tuple[Turn, ...]


def sitting(rng: random.Random, minutes: float, *, punctuated: bool = True) -> Sitting:
    """A sitting of so many minutes: its words, the voice of each, and the true turns."""
    words: list[Word] = []
    truth: list[str] = []
    turns: list[Turn] = []
    at_s, last = 1.0, ""
    while at_s < minutes * 60:
        voice = rng.choice([each for each in ("S1", "S1", "S2", "S3", "S4", "S5") if each != last])
        start_s = at_s
        for phrase in speech(rng, voice):
            if phrase.endswith("、") and last and rng.random() < 0.04:
                listener = rng.choice([each for each in ("S1", "S2", "S3") if each != voice])
                turns.append(Turn(voice, start_s, at_s))
                heard_s = at_s
                at_s = say(rng, rng.choice(BACKCHANNELS), listener, at_s + 0.1, words, truth, punctuated)
                turns.append(Turn(listener, heard_s + 0.1, at_s))
                start_s = at_s = at_s + 0.1
            at_s = say(rng, phrase, voice, at_s, words, truth, punctuated)
            at_s += rng.uniform(0.0, 0.35) if phrase.endswith("、") else rng.uniform(0.1, 0.9)
        turns.append(Turn(voice, start_s, words[-1].end_s))
        at_s, last = words[-1].end_s + max(0.0, rng.gauss(0.35, 0.3)), voice
    return Sitting(tuple(words), tuple(truth), tuple(turns))


def speech(rng: random.Random, voice: str) -> list[str]:
    if voice == "S1":
        return [rng.choice(ENDS)] * rng.randint(0, 1) + [rng.choice(CALLS)]
    if rng.random() < 0.25:
        return [rng.choice(ANSWERS)]
    phrases = [opener] if (opener := rng.choice(OPENERS)) else []
    for _ in range(rng.randint(1, 8)):
        phrases += [*rng.sample(CLAUSES, rng.randint(0, 3)), rng.choice(ENDS)]
    return phrases


def say(rng, phrase: str, voice: str, at_s: float, words: list, truth: list, punctuated: bool) -> float:
    """Words of one or two characters, punctuation clinging to the last, each timed a little wrongly."""
    rest = phrase
    while rest:
        size = rng.choice((1, 1, 2))
        piece, rest = rest[:size], rest[size:]
        if rest and rest[0] in "、。":
            piece, rest = piece + rest[0], rest[1:]
        spoken = piece.rstrip("、。")
        if spoken:
            duration_s = CHAR_S * len(spoken)
            off_s = rng.uniform(-0.1, 0.1)
            start_s = max(words[-1].start_s if words else 0.0, at_s + off_s)
            words.append(Word(piece if punctuated else spoken, start_s, start_s + duration_s, 0.9))
            truth.append(voice)
            at_s += duration_s
    return at_s


def blurred(rng: random.Random, turns: tuple[Turn, ...], jitter_s: float, flips_per_minute: float) -> Diarization:
    """What a diarizer makes of it: borders moved by up to ``jitter_s``, and flips to another voice."""
    borders = [(before.end_s + after.start_s) / 2 for before, after in pairwise(turns)]
    moved = [turns[0].start_s, *(border + rng.uniform(-jitter_s, jitter_s) for border in borders), turns[-1].end_s]
    moved = sorted(moved)
    floor: list[Turn] = []
    for turn, start_s, end_s in zip(turns, moved, moved[1:], strict=False):
        at_s = start_s
        while flips_per_minute and (flip_s := at_s + rng.expovariate(flips_per_minute / 60)) + FLIP_S < end_s:
            other = rng.choice([voice for voice in ("S1", "S2", "S3", "S4", "S5") if voice != turn.voice])
            floor += (Turn(turn.voice, at_s, flip_s), Turn(other, flip_s, flip_s + FLIP_S))
            at_s = flip_s + FLIP_S
        floor.append(Turn(turn.voice, at_s, end_s))
    kept = tuple(turn for turn in floor if turn.end_s - turn.start_s > 0.01)
    return Diarization(turns=kept, floor=kept, voices=(), model="simulated")


def naive(words: tuple[Word, ...], diarization: Diarization) -> list[str]:
    """Each word to the voice that holds most of its time, else to the nearest turn."""
    chosen, first = [], 0
    floor = diarization.floor
    for word in words:
        while first + 1 < len(floor) and floor[first].end_s < word.start_s - 2:
            first += 1
        near = floor[first : first + 40]
        best = max(near, key=lambda turn: (turn.span.overlap_s(word.span), -distance(turn, word)))
        chosen.append(best.voice)
    return chosen


def distance(turn: Turn, word: Word) -> float:
    return max(0.0, turn.start_s - word.end_s, word.start_s - turn.end_s)


def ours(words: tuple[Word, ...], paragraphs: tuple[Paragraph, ...]) -> list[str | None]:
    voice_of = {id(word): paragraph.voice for paragraph in paragraphs for word in paragraph.words}
    return [voice_of[id(word)] for word in words]


def score(got: list, sitting: Sitting) -> tuple[float, int]:
    """Characters with the wrong voice (%), and pieces of speech under 4 characters that nobody spoke so."""
    wrong: Counter[bool] = Counter()
    for word, voice, true in zip(sitting.words, got, sitting.truth, strict=True):
        wrong[voice != true] += len(word.text)
    return 100 * wrong[True] / wrong.total(), stubs(got, sitting) - stubs(sitting.truth, sitting)


def stubs(voices, sitting: Sitting) -> int:
    groups = groupby(zip(voices, sitting.words, strict=True), key=lambda pair: pair[0])
    return sum(sum(len(word.text) for _, word in group) < 4 for _, group in groups)


def main() -> None:
    print("Characters with the wrong voice, %, and stubs that nobody spoke; 10 sittings of 20 min each")
    print(f"{'':38}{'per word':>16}{'attribute':>16}{'ratio':>8}")
    for punctuated in (True, False):
        for jitter_s, flips in ((0.0, 0), (0.2, 0), (0.5, 0), (0.0, 6), (0.2, 6), (0.5, 6)):
            plain, made = Counter(), Counter()
            for seed in range(10):
                rng = random.Random(1000 + seed)
                true = sitting(rng, 20, punctuated=punctuated)
                heard = blurred(rng, true.turns, jitter_s, flips)
                made_of = ours(true.words, attribute(true.words, heard))
                for tally, got in ((plain, naive(true.words, heard)), (made, made_of)):
                    wrong, cut = score(got, true)
                    tally.update(wrong=wrong / 10, stubs=cut)
            name = f"{'、。' if punctuated else 'no 、。'} borders ±{jitter_s} s, {flips} flips/min"
            columns = "".join(f"{tally['wrong']:8.2f}%{tally['stubs']:6d} " for tally in (plain, made))
            print(f"{name:38}{columns}{plain['wrong'] / max(made['wrong'], 1e-9):7.1f}x")
    rng = random.Random(7)
    day = sitting(rng, 8 * 60)
    heard = blurred(rng, day.turns, 0.2, 8)
    began_s = time.process_time()
    attribute(day.words, heard)
    print(
        f"8 h: {len(day.words):,} words, {len(heard.floor):,} turns: {time.process_time() - began_s:.2f} s of one core"
    )


if __name__ == "__main__":
    main()
