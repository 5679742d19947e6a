"""書き取り: what Whisper should write for a window of sound, token by token."""

from collections.abc import Sequence
from typing import NamedTuple

from training.recogniser.prompts import Prompt
from training.recogniser.reading import Letter
from training.recogniser.vocabulary import Vocabulary

IGNORED = -100
_BEGIN = ("startoftranscript", "ja", "transcribe")
_TOLD = 2
"""Where a prompt's first character stands: after the special token and a space."""
Span = tuple[float, float]


class Written(NamedTuple):
    """Tokens, and for every token what comes next.

    ``targets`` are as many as ``tokens``, `IGNORED` where nothing is asked; ``spans``, as many, say where the next
    character is spoken, in seconds, or None. ``copies``: which token comes before a character of a name that the prompt
    has, and which token of the prompt has it.
    """

    tokens: tuple[int, ...]
    targets: tuple[int, ...]
    spans: tuple[Span | None, ...]
    copies: tuple[tuple[int, int], ...]


def write(
    vocabulary: Vocabulary, text: Sequence[Sequence[Letter]], prompt: Prompt, kept: Span, *, timed: bool
) -> Written:
    """Sentences behind a prompt, as far as they are inside ``kept`` of the sound before it was cut."""
    told = prompt.until(_cut(text[0], kept[0]) if text else "")
    before = [vocabulary.special("startofprev"), *vocabulary.spell(" " + told)] if told else []
    begin = [*_BEGIN, *["notimestamps"] * (not timed)]
    written: list[tuple[int, Span | None]] = [(token, None) for token in before]
    written += [(vocabulary.special(name), None) for name in begin]
    copies: list[tuple[int, int]] = []
    for letters in text:
        spelled = prompt.spell("".join(letter.text for letter in letters))
        inside = [at for at, letter in enumerate(letters) if kept[0] <= _start_s(letter) < kept[1]]
        if not inside:
            continue
        last = len(written) + timed - inside[0] - 1  # the token before the sentence's first character
        copies += [(last + at, _TOLD + place) for at, place in prompt.copies(spelled) if at in inside]
        written += _sentence(vocabulary, [letters[at]._replace(text=spelled[at]) for at in inside], kept[0], timed)
    written.append((vocabulary.special("endoftext"), None))
    tokens, spans = zip(*written, strict=True)
    asked = len(before) + len(begin) - 1
    targets = [*[IGNORED] * asked, *tokens[1 + asked :]]
    targets[len(before)] = vocabulary.special("ja")  # the first question: does anybody speak?
    return Written(tokens[:-1], tuple(targets), spans[1:], tuple(copies))


def _cut(letters: Sequence[Letter], first_s: float) -> str:
    """What of a sentence comes before the window."""
    return "".join(letter.text for letter in letters if _start_s(letter) < first_s)


def _start_s(letter: Letter) -> float:
    """A character that begins where the window does is inside, whatever was rounded."""
    return letter.start_s + 1e-6


def _sentence(
    vocabulary: Vocabulary, said: Sequence[Letter], first_s: float, timed: bool
) -> list[tuple[int, Span | None]]:
    """Its characters with their times from ``first_s`` on, between the times of its beginning and its end."""
    spoken: list[tuple[int, Span | None]] = [
        (vocabulary.number[letter.text], (letter.start_s - first_s, letter.end_s - first_s)) for letter in said
    ]
    if not timed:
        return spoken
    opened, closed = vocabulary.time(said[0].start_s - first_s), vocabulary.time(said[-1].heard_until_s - first_s)
    return [(opened, None), *spoken, (closed, None)]


def write_nothing(vocabulary: Vocabulary, *, timed: bool) -> Written:
    """Nobody speaks, and nothing is to be written."""
    begin = [vocabulary.special(name) for name in (*_BEGIN, *["notimestamps"] * (not timed))]
    targets = [IGNORED] * len(begin)
    targets[0], targets[-1] = vocabulary.special("nospeech"), vocabulary.special("endoftext")
    return Written(tuple(begin), tuple(targets), (None,) * len(begin), ())
