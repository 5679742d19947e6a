"""手の入った所: whether people have corrected a document, and of which lines the text is a machine's still."""

from collections.abc import Sequence

from minutes.coedit.document import Document
from minutes.coedit.form import Line, one_line
from minutes.domain.record import Kind, Minutes


def is_edited(seed: Sequence[bytes], updates: Sequence[bytes]) -> bool:
    """Do people's corrections show in the text by now? Who else may be chosen as a speaker is none."""
    first, now = Document.of(seed), Document.of(updates)
    return (first.lines(), first.voices()) != (now.lines(), now.voices())


def untouched(document: Document, draft: Minutes) -> frozenset[str]:
    """Ids of the lines whose text is a machine's, the first draft's or one that was taken over from a newer one, and of
    which nobody has said that it is right.

    Whose speech a line is may have been changed: taking words over changes nothing of that.
    """
    first = {one.id: (one.kind, one_line(one.text), one.marks) for one in draft.paragraphs}

    def is_machines(line: Line) -> bool:
        kind, text, marks = first.get(line.id, (Kind.SPEECH, None, ()))
        return line.kind is kind and ((line.text, line.marks) == (text, marks) or (line.taken and not line.marks))

    return frozenset(line.id for line in document.lines() if not line.checked and is_machines(line))
