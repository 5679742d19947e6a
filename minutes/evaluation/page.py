"""成績のページ: a measurement as one HTML file that needs nothing else. The only door to Jinja2.

Everything in it is escaped; style and script are named by their hashes in its content security policy, so that
nothing that came in with a name or a text can run, and nothing is asked of any other machine.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from minutes.evaluation.examination import Figures
from minutes.evaluation.measurement import Measured, Measurement, headlines
from minutes.evaluation.passages import Passage, worst
from minutes.evaluation.report import (
    INVENTED,
    MISSED,
    SPEAKERS,
    STARTS,
    TEXT,
    VOICES,
    kind_name,
    percent,
    rows_of,
)

WORST = 20
"""Passages at the head of the page: an afternoon's reading."""
SLIPS = 30
OFTEN = 2
"""What was taken for something else once is an accident: which of thirty such would stand here, chance would choose."""

_TEMPLATES = PackageLoader("minutes.evaluation")
_pages = Environment(
    loader=_TEMPLATES,
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(measurement: Measurement, sounds: Mapping[str, bytes] | None = None) -> bytes:
    """``sounds``: by the meetings' names, what is to be heard of them (AAC in M4A); it is put into the page."""
    kinds = [kind for kind, _ in measurement.total.scores.by_kind]
    style, script = (_TEMPLATES.get_source(_pages, f"report.{end}")[0] for end in ("css", "js"))
    page = _pages.get_template("report.html").render(
        measurement=measurement,
        headlines=headlines(measurement.total),
        rows=rows_of(measurement.total),
        worst=_worst(measurement),
        slips=[slip for slip in measurement.total.slips if slip.count >= OFTEN][:SLIPS],
        most_slips=SLIPS,
        total=_cells(None, measurement.total, kinds),
        cells=[_cells(one.recording_s, one.examination.figures, kinds) for one in measurement.meetings],
        people=[_people(meeting) for meeting in measurement.meetings],
        sounds={name: base64.b64encode(sound).decode() for name, sound in (sounds or {}).items()},
        style=Markup(style),  # noqa: S704 ours, and escaping would change it
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    # A file name that is not Unicode reaches us with lone surrogates, which UTF-8 cannot hold: "replace"
    return page.encode(errors="replace")


def _cells(recording_s: float | None, figures: Figures, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """One meeting's line: figures by their names; a dash for what its reference does not tell."""
    scores, starts, speakers = figures.scores, figures.starts, figures.scores.speakers
    by_kind = dict(scores.by_kind)
    late_s = None if starts is None else starts.median_s
    return [
        ("長さ", "" if recording_s is None else lasting(recording_s)),
        (TEXT, percent(scores.plain.cer)),
        *((kind_name(kind), percent(by_kind[kind].cer if kind in by_kind else None)) for kind in kinds),
        (SPEAKERS, percent(speakers.der if speakers else None)),
        (VOICES, f"{speakers.voices_found}（正解{speakers.voices}）" if speakers else "—"),
        (MISSED, "—" if scores.missed_s is None else f"{scores.missed_s:.1f}秒"),
        (INVENTED, "—" if scores.invented is None else f"{scores.invented}字"),
        (STARTS, "—" if late_s is None else f"{late_s:.2f}秒"),
    ]


def _people(meeting: Measured) -> dict[str, str]:
    """How the voices of the reference are called, where it names them."""
    return {one.voice: one.member for one in meeting.examination.voices if one.voice and one.member}


def _worst(measurement: Measurement) -> list[tuple[int, Passage]]:
    """Of all meetings together, each with the number of its meeting."""
    meetings = enumerate(measurement.meetings, 1)
    number = {id(one): at for at, meeting in meetings for one in meeting.examination.passages}
    of_all = worst((one for meeting in measurement.meetings for one in meeting.examination.passages), WORST)
    return [(number[id(one)], one) for one in of_all]


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def clock(seconds: float) -> str:
    """「1:02:03」, below an hour 「2:03」."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def lasting(seconds: float) -> str:
    """「2時間3分」「4分32秒」「8秒」."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}時間{minutes}分"
    return f"{minutes}分{left}秒" if minutes else f"{left}秒"


_pages.filters.update(percent=percent, clock=clock, kind_name=kind_name)
