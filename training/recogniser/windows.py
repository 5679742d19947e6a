"""窓: what one training example is: a window of sound and the tokens that Whisper should write for it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from training import corpus, mei, rooms, vocoder, voices
from training.recogniser.prompts import Prompt, roster
from training.recogniser.reading import FRAME, RATE, Said, mark, read
from training.recogniser.vocabulary import Vocabulary

IGNORED = -100
_BEGIN = ("startoftranscript", "ja", "transcribe")
_SILENT = 0.05
_TIMED = 0.6
_HINTED, _CONTINUED = 0.4, 0.07
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
        return len(self.sound) / RATE


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
            prompt = roster([one.sentence for one in said], self._strangers(), rng, self._vocabulary.letters)
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
        sound = np.zeros(int((end + rng.uniform(0, 0.6)) * RATE) + FRAME, np.float32)
        phonemes = np.zeros(len(sound) // FRAME + 1, np.int64)
        alone, voice = rng.random() < 0.6, voices.draw(rng)
        for one, start in zip(said, starts, strict=True):
            voice = voice if alone else voices.draw(rng)
            wave = vocoder.render(one.utterance, voices.today(voice, rng), rng)
            first = round(start * RATE)
            sound[first : first + len(wave)] += wave[: len(sound) - first]
            mark(phonemes, one, start)
        window = Window(rooms.heard(sound, rng, self.hardness), phonemes)
        self._write(window, said, starts, prompt)
        return window

    def _write(self, window: Window, said: Sequence[Said], starts: Sequence[float], prompt: Prompt) -> None:
        vocabulary, timed = self._vocabulary, self._rng.random() < _TIMED
        before = [vocabulary.special("startofprev"), *vocabulary.spell(" " + prompt.text)] if prompt.text else []
        told = 2  # after the special token and the space
        begin = [*_BEGIN, *["notimestamps"] * (not timed)]
        written: list[tuple[int, Span | None]] = [(token, None) for token in before]
        written += [(vocabulary.special(name), None) for name in begin]
        for one, start in zip(said, starts, strict=True):
            text = prompt.spell("".join(letter for letter, _, _ in one.letters))
            letters = self._letters(one, text, start)
            first = len(written) + timed
            window.copies += [(first + at - 1, told + place) for at, place in prompt.copies(text)]
            opened, closed = (vocabulary.time(start), None), (vocabulary.time(start + one.seconds), None)
            written += [opened, *letters, closed] if timed else letters
        written.append((vocabulary.special("endoftext"), None))
        tokens, spans = zip(*written, strict=True)
        window.tokens, window.targets, window.spans = list(tokens[:-1]), list(tokens[1:]), list(spans[1:])
        asked = len(before) + len(begin) - 1
        window.targets[:asked] = [IGNORED] * asked
        window.targets[len(before)] = vocabulary.special("ja")  # the first question: does anybody speak?

    def _letters(self, said: Said, text: str, start_s: float) -> list[tuple[int, Span | None]]:
        shift = start_s - said.utterance.span()[0] * mei.FRAME_S
        return [
            (self._vocabulary.number[letter], (first * mei.FRAME_S + shift, last * mei.FRAME_S + shift))
            for letter, (_, first, last) in zip(text, said.letters, strict=True)
        ]

    def _silent(self, seconds: float) -> Window:
        """Nobody speaks, and nothing is to be written."""
        vocabulary = self._vocabulary
        sound = rooms.nobody(int(seconds * RATE), self._rng)
        begin = [*_BEGIN, *["notimestamps"] * (self._rng.random() > _TIMED)]
        window = Window(sound, np.zeros(len(sound) // FRAME + 1, np.int64))
        window.tokens = [vocabulary.special(name) for name in begin]
        window.targets = [IGNORED] * len(begin)
        window.targets[0], window.targets[-1] = vocabulary.special("nospeech"), vocabulary.special("endoftext")
        window.spans = [None] * len(begin)
        return window
