"""成績のページ: a measurement as one HTML file that needs nothing else. The only door to Jinja2.

Everything in it is escaped; style and script are named by their hashes in its content security policy, so that
nothing that came in with a name or a text can run, and nothing is asked of any other machine.
"""

import base64
import hashlib
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from minutes.evaluation.measurement import Measured, Measurement, headlines
from minutes.evaluation.passages import Passage, worst
from minutes.evaluation.report import percent, rows_of

WORST = 20
"""Passages at the head of the page: an afternoon's reading."""
SLIPS = 30
KINDS = {"standing": "定型", "free": "自由"}

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
    style, script = (_TEMPLATES.get_source(_pages, f"report.{end}")[0] for end in ("css", "js"))
    page = _pages.get_template("report.html").render(
        measurement=measurement,
        headlines=headlines(measurement.total),
        rows=rows_of(measurement.total),
        worst=_worst(measurement),
        slips=measurement.total.slips[:SLIPS],
        kinds=KINDS,
        columns=_columns(measurement),
        people=[_people(meeting) for meeting in measurement.meetings],
        sounds={name: base64.b64encode(sound).decode() for name, sound in (sounds or {}).items()},
        style=Markup(style),  # noqa: S704 ours, and escaping would change it
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    # A file name that is not Unicode reaches us with lone surrogates, which UTF-8 cannot hold: "replace"
    return page.encode(errors="replace")


def _columns(measurement: Measurement) -> list[str]:
    kinds = [f"{KINDS.get(kind, kind)}の文" for kind, _ in measurement.total.scores.by_kind]
    return [
        "録音",
        "正解",
        "長さ",
        "文字の誤り",
        *kinds,
        "話者の誤り",
        "声の数",
        "抜けた発言",
        "作られた文字",
        "時刻のずれ",
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


_pages.filters.update(percent=percent, clock=clock, lasting=lasting)
