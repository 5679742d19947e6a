"""測定: the meetings that were measured in one run, and the sentences that say what came out.

Knows nothing of how it is shown: page.py makes a page of it, report_json.py a file for programs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from minutes.evaluation.cases import Skipped
from minutes.evaluation.examination import Examination, Figures, together
from minutes.evaluation.report import INVENTED, MISSED, NAMES, SPEAKERS, STARTS, TEXT, percent

OF_A_TRIAL = (
    "付属の試用の小さなモデルを使いました。この成績は製品の働きを試すためのもので、実際の会議をどれだけ聞き取れるかは"
    "示しません。実際の会議には、本来のモデルが要ります。"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One meeting that was measured. ``reference``: the name of the file that was taken for the truth.

    ``remark``: what to bear in mind with its figures, in sentences.
    """

    name: str
    reference: str
    recording_s: float | None
    examination: Examination
    remark: str | None = None


@dataclass(frozen=True)
class Measurement:
    """測定: all meetings of a run, made with the same models; at least one.

    ``trial_models``: which of the two are the small ones that come with the program for a trial.
    """

    made_on: date
    recognition_model: str
    diarization_model: str
    meetings: tuple[Measured, ...]
    skipped: tuple[Skipped, ...] = ()
    trial_models: tuple[str, ...] = ()

    @property
    def trial_notice(self) -> str | None:
        """試用モデルのお知らせ: stands above the figures, wherever they are taken; ``None`` with real models."""
        used = (("音声認識", self.recognition_model), ("話者識別", self.diarization_model))
        tasks = "と".join(task for task, model in used if model in self.trial_models)
        return f"{tasks}に、{OF_A_TRIAL}" if tasks else None

    @cached_property
    def total(self) -> Figures:
        return together([meeting.examination.figures for meeting in self.meetings])


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure for somebody who reads nothing else."""

    name: str
    value: str
    meaning: str


def headlines(figures: Figures) -> tuple[Headline, ...]:
    """In plain words; only what could be measured."""
    return tuple(_headlines(figures))


def _headlines(figures: Figures) -> Iterator[Headline]:
    scores, starts = figures.scores, figures.starts
    if (wrong := scores.plain.cer) is not None:
        yield Headline(TEXT, percent(wrong), f"100字につき{100 * wrong:.1f}字を直すことになります。")
    if scores.speakers is not None and (wrong := scores.speakers.der) is not None:
        meaning = (
            f"話している時間100秒につき{100 * wrong:.1f}秒です。声の聞き落とし・取り違え・余分を合わせた秒数です。"
        )
        yield Headline(SPEAKERS, percent(wrong), meaning)
    if scores.missed_s is not None:
        most = f"半分以上が抜けた発言が{scores.missed_utterances}件あります。" if scores.missed_utterances else ""
        yield Headline(MISSED, f"{scores.missed_s:.1f}秒", f"話されたのに書かれていない時間です。{most}")
    if scores.invented is not None:
        yield Headline(INVENTED, f"{scores.invented}字", "だれも話していない所に書かれた文字です。")
    if said := sum(name.said for name in figures.names):
        heard = sum(name.heard for name in figures.names)
        yield Headline(NAMES, f"{heard}／{said}回", "言われた名前のうち、正しく書けた回数です。")
    if starts is not None and starts.median_s is not None:
        meaning = f"語の始まりのずれです。半分の語はこれ以内、10語のうち9語は{starts.most_s:.2f}秒以内です。"
        yield Headline(STARTS, f"{starts.median_s:.2f}秒", meaning)
