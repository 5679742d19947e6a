"""正解: what was really said, by whom and when, as far as it is known."""

from dataclasses import dataclass

from minutes.domain.speech import Span, Turn


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the reference and when it was really said."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """発話: what one voice said. ``kind`` tells sentences apart whose figures are to be told apart.

    ``spoken`` are the stretches in which the voice is heard, where they are known better than from start to end.
    ``words`` have times that were measured (a draft's have not); ``member`` is the person's name.
    """

    text: str
    voice: str | None = None
    kind: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    spoken: tuple[Span, ...] = ()
    words: tuple[SpokenWord, ...] = ()
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """正解: utterances in order; directions and headings are not spoken and not in it.

    ``drafted``: a draft. Its times are the recogniser's, which no person has measured. ``uncorrected``: the draft is as
    the machine made it (revision 0), and no truth at all.
    """

    utterances: tuple[Utterance, ...]
    drafted: bool = False
    uncorrected: bool = False

    @property
    def turns(self) -> tuple[Turn, ...] | None:
        """Who spoke when; ``None`` unless voice and times of every utterance are known."""
        found: list[Turn] = []
        for one in self.utterances:
            if one.voice is None or one.start_s is None or one.end_s is None:
                return None
            found += (Turn(one.voice, at.start_s, at.end_s) for at in one.spoken or (Span(one.start_s, one.end_s),))
        return tuple(found)
