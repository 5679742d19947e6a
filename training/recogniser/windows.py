"""窓: what one training example is: a window of sound and the tokens that Whisper should write for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from training import corpus, mei, rooms, vocoder, voices
from training.recogniser.vocabulary import Vocabulary

RATE = 16_000
FRAME = 320
"""An encoder frame: 20 ms."""
STEP = 32
IGNORED = -100
PHONEMES = tuple(
    "sil pau cl A E I N O U a b by ch d dy e f fy g gw gy h hy i j k kw ky m my n ny o p py r ry s sh t ts ty u v w y z".split()
)
_PHONEME = {name: index for index, name in enumerate(PHONEMES)}
_POOL = 2_000
_FRESH = 0.2
"""Share of the sentences that are new; the others come out of the pool once more, in another voice and room."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """A sentence read once: its parameters at a speed, and the time of every character, in frames of 5 ms from its start."""

    sentence: corpus.Sentence
    utterance: mei.Utterance
    speed: float
    letters: tuple[tuple[str, float, float], ...]


@dataclass
class Window:
    """A window under way. Times are in seconds from its start.

    ``tokens`` go into the decoder; ``targets`` (as many) say what comes next, `IGNORED` where nothing is asked;
    ``spans`` (as many) where the next character is spoken, or None. ``phonemes``: one for each encoder frame.
    """

    sound: Floats
    tokens: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    spans: list[tuple[float, float] | None] = field(default_factory=list)
    phonemes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


class Maker:
    """Windows without end, the same for the same seed."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self._vocabulary = vocabulary
        self._rng = np.random.default_rng(seed)
        self._sentences = corpus.sentences(seed)
        self._pool: list[Said] = []
        self.longest_s = 28.0

    def window(self) -> Window:
        """One window of at most `longest_s`; one in twenty has nobody speaking in it."""
        longest_s = self.longest_s
        if self._rng.random() < 0.05:
            return self._silent(min(longest_s, self._rng.uniform(1, 12)))
        wanted = min(longest_s, float(self._rng.choice([0.0, self._rng.uniform(3, 13), self._rng.uniform(3, 28)], p=[0.35, 0.5, 0.15])))
        said, gaps = self._sentences_for(wanted, longest_s)
        return self._spoken(said, gaps)

    def _said(self) -> Said:
        if len(self._pool) >= 40 and self._rng.random() > _FRESH:
            return self._pool[self._rng.integers(len(self._pool))]
        while True:
            sentence, speed = next(self._sentences), voices.draw(self._rng).speed
            utterance = mei.read(sentence.text, speed)
            letters = _letters(utterance)
            if letters:
                break
        fresh = Said(sentence, utterance, speed, letters)
        if len(self._pool) < _POOL:
            self._pool.append(fresh)
        else:
            self._pool[self._rng.integers(_POOL)] = fresh
        return fresh

    def _sentences_for(self, wanted_s: float, longest_s: float) -> tuple[list[Said], list[float]]:
        gap = lambda: float(self._rng.choice([0.02, self._rng.uniform(0, 0.4), self._rng.uniform(0, 1.4)]))  # noqa: E731
        chosen: list[Said] = []
        gaps = [float(self._rng.choice([0.0, self._rng.uniform(0, 0.5), self._rng.uniform(0, 1.5)]))]
        total = gaps[0]
        for _ in range(60):
            said = self._said()
            length = _seconds(said.utterance)
            if total + length > longest_s:
                if chosen:
                    break
                continue
            chosen.append(said)
            gaps.append(gap())
            total += length + gaps[-1]
            if total >= wanted_s:
                break
        return chosen, gaps

    def _spoken(self, said: list[Said], gaps: list[float]) -> Window:
        rng = self._rng
        same, voice = rng.random() < 0.6, voices.draw(rng)
        starts, end = [], gaps[0]
        for one, gap in zip(said, gaps[1:], strict=True):
            starts.append(end)
            end += _seconds(one.utterance) + gap
        sound = np.zeros(int(end * RATE) + RATE // 10, np.float32)
        phonemes = np.zeros(len(sound) // FRAME + 1, np.int64)
        for one, start in zip(said, starts, strict=True):
            voice = voice if same else voices.draw(rng)
            wave = vocoder.render(one.utterance, voices.today(voice, rng), rng)
            first = round(start * RATE)
            sound[first : first + len(wave)] += wave[: len(sound) - first]
            _mark(phonemes, one.utterance, start)
        window = Window(rooms.heard(sound, rng), phonemes=phonemes)
        self._write(window, said, starts)
        return window

    def _write(self, window: Window, said: list[Said], starts: list[float]) -> None:
        vocabulary, timed = self._vocabulary, self._rng.random() < 0.6
        begin = ["startoftranscript", "ja", "transcribe"] + ([] if timed else ["notimestamps"])
        prompt = self._prompt(said)
        tokens = prompt + [vocabulary.special(name) for name in begin]
        spans: list[tuple[float, float] | None] = [None] * len(tokens)
        for one, start in zip(said, starts, strict=True):
            shift = start - one.utterance.span()[0] * mei.FRAME_S
            inside = [(vocabulary.number[letter], (a * mei.FRAME_S + shift, b * mei.FRAME_S + shift)) for letter, a, b in one.letters]
            ends = [(vocabulary.time(start), None)], [(vocabulary.time(start + _seconds(one.utterance)), None)]
            for token, span in [*ends[0], *inside, *ends[1]] if timed else inside:
                tokens.append(token)
                spans.append(span)
        tokens.append(vocabulary.special("endoftext"))
        spans.append(None)
        window.tokens, window.targets, window.spans = tokens[:-1], tokens[1:], spans[1:]
        asked = len(prompt) + len(begin) - 1
        window.targets[:asked] = [IGNORED] * asked
        window.targets[len(prompt)] = vocabulary.special("ja")  # "is this speech?" is asked of the first token

    def _prompt(self, said: list[Said]) -> list[int]:
        """Names and terms as hot words, or the sentence before; mostly nothing."""
        rng, draw = self._rng, self._rng.random()
        if draw > 0.4:
            return []
        if draw > 0.33:
            text = self._pool[rng.integers(len(self._pool))].sentence.text
        else:
            words = [person for one in said for person in one.sentence.people if rng.random() < 0.9]
            for one in said:
                terms = re.findall("[一-鿿々]{3,8}", one.sentence.text)
                words += [term for term in terms if rng.random() < 0.15]
            others = (self._pool[rng.integers(len(self._pool))] for _ in range(rng.integers(0, 12)))
            words += [person for one in others for person in one.sentence.people]
            words = list(dict.fromkeys(words))[:30]
            text = "、".join(words[index] for index in rng.permutation(len(words)))
        if not text:
            return []
        return [self._vocabulary.special("startofprev"), *self._vocabulary.spell(" " + text[:180])]

    def _silent(self, seconds: float) -> Window:
        vocabulary = self._vocabulary
        sound = rooms.nobody(int(seconds * RATE), self._rng)
        begin = ["startoftranscript", "ja", "transcribe", *["notimestamps"] * (self._rng.random() < 0.4)]
        window = Window(sound, phonemes=np.zeros(len(sound) // FRAME + 1, np.int64))
        window.tokens = [vocabulary.special(name) for name in begin]
        window.targets = [IGNORED] * len(begin)
        window.targets[0] = vocabulary.special("nospeech")
        window.targets[-1] = vocabulary.special("endoftext")
        window.spans = [None] * len(begin)
        return window


def _seconds(utterance: mei.Utterance) -> float:
    first, last = utterance.span()
    return (last - first) * mei.FRAME_S


def _letters(utterance: mei.Utterance) -> tuple[tuple[str, float, float], ...]:
    """Every character with its frames: a word's time in equal parts, a mark's in the pause behind it. Empty: not readable."""
    spans = mei.words(utterance)
    if "".join(word for word, _, _ in spans) != utterance.text:
        return ()
    letters: list[tuple[str, float, float]] = []
    following = [start for _, start, _ in spans[1:]] + [utterance.ends[-2] + 20]
    for (word, start, end), after in zip(spans, following, strict=True):
        body = word.rstrip("、。「」・") or word
        edges = np.linspace(start, end, len(body) + 1)
        letters += [(letter, a, b) for letter, (a, b) in zip(body, pairwise(edges), strict=True)]
        letters += [(mark, end, max(after, end + 8)) for mark in word[len(body) :]]
    return tuple(letters)


def _mark(phonemes: npt.NDArray[np.int64], utterance: mei.Utterance, start: float) -> None:
    first = utterance.ends[0]
    for name, (a, b) in zip(utterance.phonemes[1:-1], pairwise(utterance.ends[:-1]), strict=True):
        at = [round((start + (frame - first) * mei.FRAME_S) * RATE / FRAME) for frame in (a, b)]
        phonemes[at[0] : at[1]] = _PHONEME.get(name, 0)


def batches(maker: Maker, frames: int) -> Iterator[list[Window]]:
    """Windows of like lengths together, about so many encoder frames a batch; without end.

    Lengths are rounded up to `STEP` frames and batches of one length are always equally many: the matrix library
    prepares itself anew for every new shape, which costs more than the padding.
    """
    waiting: dict[int, list[Window]] = {}
    while True:
        window = maker.window()
        length = -(-len(window.sound) // (FRAME * STEP)) * STEP
        group = waiting.setdefault(length, [])
        group.append(window)
        if len(group) >= max(1, frames // length):
            yield waiting.pop(length)
