"""測定結果のJSON: every figure of a measurement, for other programs.

One object in UTF-8; what could not be measured is ``null``, shares are 0..1 (an error rate may exceed 1), times are
seconds. ``version`` rises when a reader of the old number would misread the new file; fields that are only added
leave it.

    {"version": 2, "made_on": "2026-11-21", "recognition_model", "diarization_model",
     "trial_models": those of the two that are for a trial only,
     "total": figures,
     "meetings": [{"name", "reference": the file's name, "recording_s", "remark", "figures": figures,
                   "voices": [voice …], "passages": [passage …]} …],
     "skipped": [{"name", "why"} …]}

figures: {"text": {"raw", "plain", "canonical"}, "by_kind": {kind: text}, "attribution": {"wrong", "length", "error"},
"speakers": {"speech_s", "missed_s", "false_alarm_s", "confusion_s", "voices", "voices_found", "der"}, "missed_s",
"missed_utterances", "invented", "word_starts": {"compared", "words", "median_s", "within_90_percent_s", "usual_s"},
"names": [{"name", "said", "heard", "recall", "unsaid", "instead": [[text, count] …]} …],
"slips": [[true, heard, count] …]}.

voice: {"voice": its name in the reference, null for voices of the draft that are nobody's, "member", "text": text,
"wrong_voice": characters given to somebody else, "times": {"voice", "speech_s", "missed_s", "confusion_s",
"false_alarm_s"}}.

passage: a sentence, {"number", "voice", "kind", "start_s", "end_s", "true": [run …], "heard": [run …], "score": text,
"wrong_voice"}. A run is [mark, characters], its mark "same", "changed", "missed" (on the side of the draft an empty
gap) or "extra".

text: {"cer", "substitutions", "deletions", "insertions", "length"}, counted in characters.
"""

import json
from dataclasses import asdict
from typing import Any

from minutes.evaluation.examination import Figures, VoiceFigures
from minutes.evaluation.measurement import Measured, Measurement
from minutes.evaluation.names import NameScore
from minutes.evaluation.passages import Passage, Run
from minutes.evaluation.starts import Starts
from minutes.evaluation.text import TextScore

VERSION = 2
"""1 took speech for written wherever anybody's text stood at that moment."""

Fields = dict[str, Any]


def render(measurement: Measurement) -> bytes:
    whole = {
        "version": VERSION,
        "made_on": measurement.made_on.isoformat(),
        "recognition_model": measurement.recognition_model,
        "diarization_model": measurement.diarization_model,
        "trial_models": list(measurement.trial_models),
        "total": _figures(measurement.total),
        "meetings": list(map(_meeting, measurement.meetings)),
        "skipped": [{"name": one.name, "why": one.why} for one in measurement.skipped],
    }
    # A file name that is not Unicode reaches us with lone surrogates, which UTF-8 cannot hold: "replace"
    return json.dumps(whole, ensure_ascii=False, indent=1).encode(errors="replace")


def _meeting(one: Measured) -> Fields:
    return {
        "name": one.name,
        "reference": one.reference,
        "recording_s": one.recording_s,
        "remark": one.remark,
        "figures": _figures(one.examination.figures),
        "voices": list(map(_voice, one.examination.voices)),
        "passages": list(map(_passage, one.examination.passages)),
    }


def _figures(figures: Figures) -> Fields:
    scores = figures.scores
    found, speakers = scores.attribution, scores.speakers
    return {
        "text": {"raw": _text(scores.raw), "plain": _text(scores.plain), "canonical": _text(scores.canonical)},
        "by_kind": {kind: _text(score) for kind, score in scores.by_kind},
        "attribution": {**asdict(found), "error": found.error} if found else None,
        "speakers": {**asdict(speakers), "der": speakers.der} if speakers else None,
        "missed_s": scores.missed_s,
        "missed_utterances": scores.missed_utterances,
        "invented": scores.invented,
        "word_starts": _starts(figures.starts),
        "names": list(map(_name, figures.names)),
        "slips": [[slip.true, slip.heard, slip.count] for slip in figures.slips],
    }


def _text(score: TextScore) -> Fields:
    return {"cer": score.cer, **asdict(score)}


def _starts(found: Starts | None) -> Fields | None:
    if found is None:
        return None
    return {
        "compared": len(found.late_s),
        "words": found.words,
        "median_s": found.median_s,
        "within_90_percent_s": found.most_s,
        "usual_s": found.usual_s,
    }


def _name(one: NameScore) -> Fields:
    return {**asdict(one), "recall": one.recall}


def _voice(one: VoiceFigures) -> Fields:
    text = _text(one.text) if one.text else None
    return {**asdict(one), "text": text}


def _passage(one: Passage) -> Fields:
    return {**asdict(one), "true": _runs(one.true), "heard": _runs(one.heard), "score": _text(one.score)}


def _runs(runs: tuple[Run, ...]) -> list[list[str]]:
    return [[run.mark, run.text] for run in runs]
