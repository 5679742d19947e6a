"""字幕: the minutes as WebVTT, cut so that a reader keeps up. Knows nothing of databases.

At most two lines of 20 full-width characters and 7 seconds; a cue ends at a full stop or a pause where it can.
What people have marked stands in brackets, 〔発言取消し：…〕, in each cue for itself: no player shows more than one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby, pairwise

from exports.about import unpublished
from exports.characters import clean
from exports.notation import Notation, bracketed
from minutes.domain.marks import Stretch, stretches
from minutes.domain.record import Kind, Mark, Minutes, Paragraph
from minutes.domain.speech import Word
from minutes.domain.timing import pieces

LINE = 20
"""Full-width characters in a line; television subtitles hold 15 to 20."""
LONGEST_S = 7.0
_SHORTEST_S = 1.0
_PAUSE_S = 0.6
_LEAST = 0.001
_STOPS = ("。", "？", "！")
_COMMAS = ("、", "，", "」", "』", "）", *_STOPS)
_NEVER_FIRST = "、，。？！」』）〕・ーっゃゅょァィゥェォッャュョ"
DEFAULT_NOTATION = Notation()


@dataclass(frozen=True, slots=True)
class Cue:
    """字幕の一枚: one or two lines, shown together."""

    start_s: float
    end_s: float
    lines: tuple[str, ...]
    voice: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A word, or a piece of one, that carries the same marks throughout."""

    word: Word
    marks: tuple[Mark, ...]


def render(minutes: Minutes, *, notation: Notation = DEFAULT_NOTATION) -> bytes:
    """UTF-8 WebVTT; cues never run backwards, and cues of one voice never overlap."""
    source = minutes.provenance
    note = f"NOTE {source.recording.name} / {source.recognition_model} / {source.diarization_model}"
    notes = (_one_line(note).replace("-->", "→"), *(f"NOTE {warning}" for warning in [unpublished(minutes)] if warning))
    return "\n\n".join(("WEBVTT", *notes, "\n".join(_block(cue) for cue in cues_of(minutes, notation)))).encode()


def cues_of(minutes: Minutes, notation: Notation) -> tuple[Cue, ...]:
    """Every cue in order of its start."""
    by_voice: dict[str | None, list[Cue]] = {}
    for paragraph in minutes.paragraphs:
        if paragraph.kind in (Kind.SPEECH, Kind.DIRECTION):
            voice = notation.speaker(paragraph) if paragraph.kind is Kind.SPEECH else None
            by_voice.setdefault(voice, []).extend(_cues(paragraph, voice))
    settled = (cue for cues in by_voice.values() for cue in _settled(cues))
    return tuple(sorted(settled, key=lambda cue: (cue.start_s, cue.end_s)))


def _cues(paragraph: Paragraph, voice: str | None) -> Iterator[Cue]:
    for group in _groups([part for piece in _marked(paragraph) for part in _parts(piece)]):
        lines = tuple(line for line in _lines([_one_line(text) for text in _shown(group)]) if line)
        if lines:
            yield Cue(group[0].word.start_s, group[-1].word.end_s, lines, voice)


def _marked(paragraph: Paragraph) -> Iterator[_Part]:
    """Its words, parted where a mark begins or ends."""
    if not paragraph.marks:
        yield from (_Part(word, ()) for word in pieces(paragraph))
        return
    at = 0
    for word in pieces(paragraph):
        end = at + len(word.text)
        cuts = accumulate((len(stretch.text) for stretch in stretches(paragraph, at, end)), initial=0)
        own = [stretch.marks for stretch in stretches(paragraph, at, end)]
        yield from (_Part(_cut(word, *edges), marks) for edges, marks in zip(pairwise(cuts), own, strict=True))
        at = end


def _parts(part: _Part) -> Iterator[_Part]:
    """A word longer than a line in pieces of a line; almost always the word itself."""
    length = len(part.word.text)
    for at in range(0, length, LINE):
        yield replace(part, word=_cut(part.word, at, min(at + LINE, length)))


def _cut(word: Word, start: int, end: int) -> Word:
    """Some of a word's characters, with their share of its time."""
    step_s = (word.end_s - word.start_s) / max(1, len(word.text))
    start_s = word.start_s + start * step_s
    return replace(word, text=word.text[start:end], start_s=start_s, end_s=start_s + (end - start) * step_s)


def _shown(group: Sequence[_Part]) -> list[str]:
    """The text of each word, with brackets before the first and behind the last of those that carry a mark."""
    if not any(part.marks for part in group):
        return [part.word.text for part in group]
    return list(chain.from_iterable(_bracketed(marks, list(parts)) for marks, parts in groupby(group, _marks_of)))


def _marks_of(part: _Part) -> tuple[Mark, ...]:
    return part.marks


def _bracketed(marks: tuple[Mark, ...], parts: Sequence[_Part]) -> list[str]:
    texts = [part.word.text for part in parts]
    before, _, behind = bracketed(Stretch("\0", marks)).partition("\0")
    return [before + texts[0], *texts[1:-1], texts[-1] + behind] if texts[1:] else [before + texts[0] + behind]


def _groups(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    group: list[_Part] = []
    for part in parts:
        if group and _complete(group, part.word):
            yield group
            group = []
        while group and _too_much([*group, part]):
            cut = _last_comma(group)
            yield group[:cut]
            group = group[cut:]
        group.append(part)
    if group:
        yield group


def _complete(group: Sequence[_Part], word: Word) -> bool:
    """Whether a sentence ended before ``word``, or the speaker paused."""
    last = group[-1].word
    return last.text.endswith(_STOPS) or word.start_s - last.end_s > _PAUSE_S


def _too_much(group: Sequence[_Part]) -> bool:
    length = sum(map(len, _shown(group)))
    return length > 2 * LINE or group[-1].word.end_s - group[0].word.start_s > LONGEST_S


def _last_comma(group: Sequence[_Part]) -> int:
    """How many words to show now: up to the last comma past the first half line, else all."""
    length, cut = 0, len(group)
    for index, part in enumerate(group, start=1):
        length += len(part.word.text)
        if length > LINE / 2 and part.word.text.endswith(_COMMAS):
            cut = index
    return cut


def _settled(cues: list[Cue]) -> Iterator[Cue]:
    """One voice's cues one after the other: none overlaps the next, short ones stay as long as there is room."""
    ordered = sorted((replace(cue, start_s=max(0.0, cue.start_s)) for cue in cues), key=lambda cue: cue.start_s)
    for cue, after in pairwise([*ordered, Cue(float("inf"), float("inf"), (), None)]):
        end_s = max(cue.end_s, cue.start_s + _SHORTEST_S)
        yield replace(cue, end_s=max(min(end_s, cue.start_s + LONGEST_S, after.start_s), cue.start_s + _LEAST))


def _block(cue: Cue) -> str:
    lines = "\n".join(_escaped(line) for line in cue.lines)
    voice = f"<v {_escaped(_one_line(cue.voice))}>" if cue.voice else ""
    return f"{_time(cue.start_s)} --> {_time(cue.end_s)}\n{voice}{lines}\n"


def _lines(words: list[str]) -> tuple[str, ...]:
    """One line, or two broken between words, after a comma where there is one, as near the middle as may be."""
    whole = "".join(words)
    text = whole.strip()
    if len(text) <= LINE:
        return (text,)
    stripped = len(whole) - len(whole.lstrip())
    ends = [end - stripped for end in accumulate(map(len, words))]
    fit = [end for end in ends if len(text) - LINE <= end <= LINE and text[end] not in _NEVER_FIRST]
    after_comma = [end for end in fit if text[end - 1] in _COMMAS]
    at = min(after_comma or fit, key=lambda end: abs(end - len(text) / 2), default=LINE)
    return text[:at].strip(), text[at:].strip()


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest % 60_000 / 1000:06.3f}"
