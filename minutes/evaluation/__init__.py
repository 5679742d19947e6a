"""評価: how far a draft is from what was really said. The only door to jiwer and pyannote.metrics.

Published minutes are edited text: an error rate against them overstates what the recogniser got wrong.
"""

from minutes.evaluation.reference import Reference, Utterance, read_reference, read_rttm
from minutes.evaluation.report import Row, rows
from minutes.evaluation.scores import Scores, evaluate
from minutes.evaluation.speakers import SpeakerScore
from minutes.evaluation.text import TextScore

__all__ = [
    "Reference",
    "Row",
    "Scores",
    "SpeakerScore",
    "TextScore",
    "Utterance",
    "evaluate",
    "read_reference",
    "read_rttm",
    "rows",
]
