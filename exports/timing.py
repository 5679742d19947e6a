"""時刻合わせ: when each piece of a paragraph's text was said, also after people have edited it."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from minutes.domain.record import Paragraph
from minutes.domain.speech import Word


def pieces(paragraph: Paragraph) -> tuple[Word, ...]:
    """Words that joined give exactly ``paragraph.text``, in order.

    Untouched text gives the words as heard. Characters that a person wrote get times between their neighbours
    and confidence 1.0: they were not heard, so there is nothing to doubt.
    """
    if "".join(word.text for word in paragraph.words) == paragraph.text:
        return paragraph.words
    return tuple(_aligned(paragraph))


def _aligned(paragraph: Paragraph) -> Iterator[Word]:
    at, before_s = 0, paragraph.start_s
    for begin, word in _kept(paragraph):
        yield from _written(paragraph.text[at:begin], before_s, word.start_s)
        yield word
        at, before_s = begin + len(word.text), word.end_s
    yield from _written(paragraph.text[at:], before_s, paragraph.end_s)


def _kept(paragraph: Paragraph) -> Iterator[tuple[int, Word]]:
    """The words that still stand whole in the text, each with the index where it begins."""
    heard = "".join(word.text for word in paragraph.words)
    blocks = iter(SequenceMatcher(None, heard, paragraph.text, autojunk=False).get_matching_blocks())
    block = next(blocks)
    begin = 0
    for word in paragraph.words:
        end = begin + len(word.text)
        while block.size and block.a + block.size < end:
            block = next(blocks)
        if word.text and block.a <= begin and end <= block.a + block.size:
            yield block.b + begin - block.a, word
        begin = end


def _written(text: str, start_s: float, end_s: float) -> Iterator[Word]:
    step_s = max(0.0, end_s - start_s) / max(1, len(text))
    for index, character in enumerate(text):
        yield Word(character, start_s + index * step_s, start_s + (index + 1) * step_s, 1.0)
