"""窓: what one training example is: a window of sound and the tokens that Whisper should write for it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE
from training import corpus, rooms, vocoder, voices
from training.recogniser.prompts import Prompt, roster
from training.recogniser.reading import FRAME, Letter, Said, mark, read
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.writing import Span, write, write_nothing

_SILENT, _TIMED = 0.05, 0.6
"""Shares of the windows in which nobody speaks, and that are written with times, as the product has it; by feel."""
_HINTED, _CONTINUED = 0.5, 0.07
"""Shares of the windows with a roster before them, and with what was said before. Rosters are what the product hands
over, so they come often, and the other seldom; how often was chosen by feel."""
_NAMED = 0.5
"""Share of the windows with a roster in which names are looked for. Most of a meeting's windows name nobody: where
every roster came with names, the recogniser heard some of it in other words too."""
_CUT = 0.6
"""Share of the windows that begin in a pause of their first sentence, and of those that end in one of their last: the
product fills its windows and cuts them where it is quiet. How many of its windows begin and end so was not counted."""
_POOL = 2_000
"""Sentences that are kept as they were read, in about 350 MB."""
_FRESH = 0.2
"""Share of the sentences that are new; the others come out of the pool once more, in another voice and room. By feel:
to read a sentence takes 16 ms of a processor, to speak it 11."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """窓: sound, a phoneme for each of its encoder frames of 20 ms, and what is written for it (see `Written`)."""

    sound: Floats
    phonemes: npt.NDArray[np.int64]
    tokens: tuple[int, ...]
    targets: tuple[int, ...]
    spans: tuple[Span | None, ...]
    copies: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE


class Maker:
    """Windows without end, the same for the same seed."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self._vocabulary = vocabulary
        self._rng = np.random.default_rng(seed)
        self._sentences = corpus.sentences(seed)
        self._pool: list[Said] = []
        self._named: deque[Said] = deque(maxlen=400)

    def window(self, *, longest_s: float = 28.0, hardness: float = 1.0) -> Window:
        """One window of at most ``longest_s``, in a room of ``hardness`` 0 to 1; in one of twenty nobody speaks."""
        rng = self._rng
        if rng.random() < _SILENT:
            return self._silent(min(longest_s, rng.uniform(1, 12)))
        lengths = (0.0, rng.uniform(3, 13), rng.uniform(3, 28))  # a single sentence, some, many
        wanted_s = float(rng.choice(lengths, p=(0.35, 0.5, 0.15)))
        draw = rng.random()
        said, starts = self._sentences_for(wanted_s, longest_s, named=draw < _HINTED * _NAMED)
        prompt = Prompt()
        if draw < _HINTED:
            prompt = roster([one.sentence for one in said], self._strangers(), rng, self._vocabulary.alphabet)
        elif draw < _HINTED + _CONTINUED:
            prompt = Prompt(self._any().sentence.text, goes_on=True)
        return self._spoken(said, starts, prompt, hardness)

    def _strangers(self) -> list[corpus.Name]:
        """Up to two dozen people of whom others have spoken."""
        count = self._rng.integers(0, 24) if self._named else 0
        return [self._named[self._rng.integers(len(self._named))].sentence.people[0] for _ in range(count)]

    def _said(self, *, named: bool) -> Said:
        """A sentence, mostly one that was read before; often with a person in it where that is asked for."""
        if named and self._named and self._rng.random() < 0.6:
            return self._named[self._rng.integers(len(self._named))]
        if len(self._pool) >= 40 and self._rng.random() > _FRESH:
            return self._any()
        said = None
        while said is None:
            said = read(next(self._sentences), voices.draw(self._rng).speed)
        if said.sentence.people:
            self._named.append(said)
        if len(self._pool) < _POOL:
            self._pool.append(said)
        else:
            self._pool[self._rng.integers(_POOL)] = said
        return said

    def _any(self) -> Said:
        return self._pool[self._rng.integers(len(self._pool))]

    def _sentences_for(self, wanted_s: float, longest_s: float, *, named: bool) -> tuple[list[Said], list[float]]:
        """Sentences that fill about so much, and when each begins."""
        rng = self._rng
        end = float(rng.choice([0.0, rng.uniform(0, 0.5), rng.uniform(0, 1.5)]))
        chosen: list[Said] = []
        starts: list[float] = []
        for _ in range(60):
            said = self._said(named=named)
            if end + said.seconds > longest_s:
                if chosen:
                    break
                continue
            chosen.append(said)
            starts.append(end)
            end += said.seconds + float(rng.choice([0.02, rng.uniform(0, 0.4), rng.uniform(0, 1.4)]))
            if end >= wanted_s:
                break
        return chosen, starts

    def _spoken(self, said: Sequence[Said], starts: Sequence[float], prompt: Prompt, hardness: float) -> Window:
        """By one person or by several, in one room."""
        rng = self._rng
        end = max((start + one.seconds for one, start in zip(said, starts, strict=True)), default=1.0)
        sound = np.zeros(int((end + rng.uniform(0, 0.6)) * SAMPLE_RATE) + FRAME, np.float32)
        phonemes = np.zeros(len(sound) // FRAME + 1, np.int64)
        alone, voice = rng.random() < 0.6, voices.draw(rng)
        for one, start in zip(said, starts, strict=True):
            voice = voice if alone else voices.draw(rng)
            wave = vocoder.render(one.utterance, voices.today(voice, rng), rng)
            first = round(start * SAMPLE_RATE)
            sound[first : first + len(wave)] += wave[: len(sound) - first]
            mark(phonemes, one, start)
        text = [one.placed(start) for one, start in zip(said, starts, strict=True)]
        first_s, last_s = self._kept(text, len(sound) / SAMPLE_RATE)
        first, last = round(first_s * SAMPLE_RATE / FRAME), round(last_s * SAMPLE_RATE / FRAME)
        heard = rooms.heard(sound, rng, hardness)[first * FRAME : last * FRAME]
        kept = first * FRAME / SAMPLE_RATE, last * FRAME / SAMPLE_RATE
        written = write(self._vocabulary, text, prompt, kept, timed=rng.random() < _TIMED)
        return Window(heard, phonemes[first : last + 1], *written)

    def _kept(self, text: Sequence[Sequence[Letter]], total_s: float) -> Span:
        """What is cut out of a stretch of sentences: mostly all of it, or from a pause, or to a pause."""
        rng = self._rng
        first_s, last_s = 0.0, total_s
        if pauses := _pauses(text[:1]):
            first_s = pauses[rng.integers(len(pauses))] if rng.random() < _CUT else first_s
        if pauses := [pause for pause in _pauses(text[-1:]) if pause > first_s]:
            last_s = pauses[rng.integers(len(pauses))] if rng.random() < _CUT else last_s
        return first_s, last_s

    def _silent(self, seconds: float) -> Window:
        """Nobody speaks."""
        sound = rooms.nobody(int(seconds * SAMPLE_RATE), self._rng)
        written = write_nothing(self._vocabulary, timed=self._rng.random() < _TIMED)
        return Window(sound, np.zeros(len(sound) // FRAME + 1, np.int64), *written)


def _pauses(text: Sequence[Sequence[Letter]]) -> list[float]:
    """The middle of every pause inside a sentence."""
    ends = [(mark.start_s, after.start_s) for letters in text for mark, after in pairwise(letters) if mark.is_mark]
    return [(start_s + end_s) / 2 for start_s, end_s in ends if end_s - start_s >= 2 * FRAME / SAMPLE_RATE]
