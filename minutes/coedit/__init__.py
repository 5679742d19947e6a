"""共同編集: the draft as a document that several people edit at once; the only door to pycrdt.

    update = coedit.seed(draft)                      # the first entry of the log
    document = coedit.Document.of(log)               # all of it, whenever it is needed
    document.apply(update)                           # what a browser sends; then it goes into the log
    minutes = coedit.minutes_of(document, draft, revision=7)

The document's form is docs/document-form.md.

    form.py        the names in it, its values and limits
    content.py     pycrdt's document -> what it holds
    rules.py       what would break its form
    wire.py        an update's bytes, read before the library reads them
    rehearsal.py   a copy on which an update is tried
    document.py    the document
    naming.py      whose voice it is
    restoring.py   a text made again what it was
    taking.py      a newer draft's words taken over; touching.py what people have edited
    proving.py     is a snapshot what its changes add up to?
    seed.py        a draft -> the first update
    revision.py    document and draft -> minutes

Knows no database and no network.
"""

from minutes.coedit.document import Document
from minutes.coedit.form import Line, one_line
from minutes.coedit.naming import NOTHING
from minutes.coedit.proving import Proof
from minutes.coedit.revision import minutes_of
from minutes.coedit.seed import seed
from minutes.coedit.taking import NewLine
from minutes.coedit.touching import is_edited, untouched

__all__ = [
    "NOTHING",
    "Document",
    "Line",
    "NewLine",
    "Proof",
    "is_edited",
    "minutes_of",
    "one_line",
    "seed",
    "untouched",
]
