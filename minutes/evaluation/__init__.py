"""評価: how far a draft is from what was really said. The only door to jiwer, pyannote.metrics and Jinja2.

Published minutes are edited text: an error rate against them overstates what the recogniser got wrong.
"""

from minutes.evaluation.cases import Case, Skipped, find_cases
from minutes.evaluation.examination import Examination, Figures, examine
from minutes.evaluation.measurement import Measured, Measurement
from minutes.evaluation.reading import read_reference, read_rttm
from minutes.evaluation.reference import Reference, SpokenWord, Utterance
from minutes.evaluation.report import Row, percent, rows, rows_of
from minutes.evaluation.scores import Scores, evaluate
from minutes.evaluation.speakers import SpeakerScore
from minutes.evaluation.text import TextScore

__all__ = [
    "Case",
    "Examination",
    "Figures",
    "Measured",
    "Measurement",
    "Reference",
    "Row",
    "Scores",
    "Skipped",
    "SpeakerScore",
    "SpokenWord",
    "TextScore",
    "Utterance",
    "evaluate",
    "examine",
    "find_cases",
    "percent",
    "read_reference",
    "read_rttm",
    "rows",
    "rows_of",
]
