"""窓: what one training example is: a window of sound and the tokens that Whisper should write for it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE
from training import corpus, rooms, vocoder, voices
from training.recogniser.prompts import Prompt, roster
from training.recogniser.reading import FRAME, Letter, Said, mark, read
from training.recogniser.vocabulary import Vocabulary

IGNORED = -100
_BEGIN = ("startoftranscript", "ja", "transcribe")
_SILENT = 0.05
_TIMED = 0.6
_HINTED, _CONTINUED = 0.4, 0.07
_CUT = 0.6
"""Share of the windows that begin in a pause of their first sentence, and of those that end in one of their last: the
product fills its windows and cuts them where it is quiet."""
_POOL = 2_000
_FRESH = 0.2
"""Share of the sentences that are new; the others come out of the pool once more, in another voice and room."""
Floats = npt.NDArray[np.float32]
Span = tuple[float, float]


@dataclass
class Window:
    """Sound, and for every token what comes next.

    ``targets`` are as many as ``tokens``, `IGNORED` where nothing is asked; ``spans``, as many, say where the next
    character is spoken, in seconds, or None. ``phonemes``: one for each encoder frame of 20 ms. ``copies``: which token
    comes before a character of a name that the prompt has, and which token of the prompt has it.
    """

    sound: Floats
    phonemes: npt.NDArray[np.int64]
    tokens: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    copies: list[tuple[int, int]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE


class Maker:
    """Windows without end, the same for the same seed: of at most ``longest_s``, in rooms of ``hardness`` 0 to 1."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.longest_s, self.hardness = 28.0, 1.0
        self._vocabulary = vocabulary
        self._rng = np.random.default_rng(seed)
        self._sentences = corpus.sentences(seed)
        self._pool: list[Said] = []
        self._named: deque[Said] = deque(maxlen=400)

    def window(self) -> Window:
        """One window; one in twenty has nobody speaking in it."""
        rng = self._rng
        if rng.random() < _SILENT:
            return self._silent(min(self.longest_s, rng.uniform(1, 12)))
        lengths = (0.0, rng.uniform(3, 13), rng.uniform(3, 28))  # a single sentence, some, many
        wanted_s = float(rng.choice(lengths, p=(0.35, 0.5, 0.15)))
        draw = rng.random()
        said, starts = self._sentences_for(wanted_s, named=draw < _HINTED)
        prompt = Prompt()
        if draw < _HINTED:
            prompt = roster([one.sentence for one in said], self._strangers(), rng, self._vocabulary.alphabet)
        elif draw < _HINTED + _CONTINUED:
            prompt = Prompt(self._any().sentence.text)
        return self._spoken(said, starts, prompt)

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

    def _sentences_for(self, wanted_s: float, *, named: bool) -> tuple[list[Said], list[float]]:
        """Sentences that fill about so much, and when each begins."""
        rng = self._rng
        end = float(rng.choice([0.0, rng.uniform(0, 0.5), rng.uniform(0, 1.5)]))
        chosen: list[Said] = []
        starts: list[float] = []
        for _ in range(60):
            said = self._said(named=named)
            if end + said.seconds > self.longest_s:
                if chosen:
                    break
                continue
            chosen.append(said)
            starts.append(end)
            end += said.seconds + float(rng.choice([0.02, rng.uniform(0, 0.4), rng.uniform(0, 1.4)]))
            if end >= wanted_s:
                break
        return chosen, starts

    def _spoken(self, said: Sequence[Said], starts: Sequence[float], prompt: Prompt) -> Window:
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
        heard = rooms.heard(sound, rng, self.hardness)[first * FRAME : last * FRAME]
        window = Window(heard, phonemes[first : last + 1])
        self._write(window, text, prompt, (first * FRAME / SAMPLE_RATE, last * FRAME / SAMPLE_RATE))
        return window

    def _kept(self, text: Sequence[Sequence[Letter]], total_s: float) -> Span:
        """What is cut out of a stretch of sentences: mostly all of it, or from a pause, or to a pause."""
        rng = self._rng
        first_s, last_s = 0.0, total_s
        if pauses := _pauses(text[:1]):
            first_s = pauses[rng.integers(len(pauses))] if rng.random() < _CUT else first_s
        if pauses := [pause for pause in _pauses(text[-1:]) if pause > first_s]:
            last_s = pauses[rng.integers(len(pauses))] if rng.random() < _CUT else last_s
        return first_s, last_s

    def _write(self, window: Window, text: Sequence[Sequence[Letter]], prompt: Prompt, kept: Span) -> None:
        """What the window's sentences are in tokens, as far as they are inside ``kept`` of its sound before the cut."""
        vocabulary, timed = self._vocabulary, self._rng.random() < _TIMED
        before = [vocabulary.special("startofprev"), *vocabulary.spell(" " + prompt.text)] if prompt.text else []
        told = 2  # after the special token and the space
        begin = [*_BEGIN, *["notimestamps"] * (not timed)]
        written: list[tuple[int, Span | None]] = [(token, None) for token in before]
        written += [(vocabulary.special(name), None) for name in begin]
        for letters in text:
            spelled = prompt.spell("".join(letter.text for letter in letters))
            inside = [at for at, letter in enumerate(letters) if kept[0] <= letter.start_s + 1e-6 < kept[1]]
            if not inside:
                continue
            first, after = inside[0], len(written) + timed
            copies = ((at - first, told + at_told) for at, at_told in prompt.copies(spelled) if at in inside)
            window.copies += [(after + at - 1, at_told) for at, at_told in copies]
            said = [letters[at]._replace(text=spelled[at]) for at in inside]
            opened, closed = said[0].start_s - kept[0], said[-1].heard_until_s - kept[0]
            spoken = [(vocabulary.number[one.text], (one.start_s - kept[0], one.end_s - kept[0])) for one in said]
            written += [(vocabulary.time(opened), None), *spoken, (vocabulary.time(closed), None)] if timed else spoken
        written.append((vocabulary.special("endoftext"), None))
        tokens, spans = zip(*written, strict=True)
        window.tokens, window.targets, window.spans = list(tokens[:-1]), list(tokens[1:]), list(spans[1:])
        asked = len(before) + len(begin) - 1
        window.targets[:asked] = [IGNORED] * asked
        window.targets[len(before)] = vocabulary.special("ja")  # the first question: does anybody speak?

    def _silent(self, seconds: float) -> Window:
        """Nobody speaks, and nothing is to be written."""
        vocabulary = self._vocabulary
        sound = rooms.nobody(int(seconds * SAMPLE_RATE), self._rng)
        begin = [*_BEGIN, *["notimestamps"] * (self._rng.random() > _TIMED)]
        window = Window(sound, np.zeros(len(sound) // FRAME + 1, np.int64))
        window.tokens = [vocabulary.special(name) for name in begin]
        window.targets = [IGNORED] * len(begin)
        window.targets[0], window.targets[-1] = vocabulary.special("nospeech"), vocabulary.special("endoftext")
        window.spans = [None] * len(begin)
        return window


def _pauses(text: Sequence[Sequence[Letter]]) -> list[float]:
    """The middle of every pause inside a sentence."""
    ends = [(mark.start_s, after.start_s) for letters in text for mark, after in pairwise(letters) if mark.is_mark]
    return [(start_s + end_s) / 2 for start_s, end_s in ends if end_s - start_s >= 2 * FRAME / SAMPLE_RATE]
