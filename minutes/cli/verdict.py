"""What a measurement found, as tables in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minutes.evaluation import Figures, Measurement, percent, rows_of
from minutes.evaluation.report import INVENTED, MISSED, SPEAKERS, TEXT


def show(console: Console, measurement: Measurement) -> None:
    """One recording: every figure. Several: every figure of all together, and a line for each."""
    models = f"{measurement.recognition_model}、{measurement.diarization_model}"
    alone = len(measurement.meetings) == 1
    of = measurement.meetings[0].name if alone else f"録音{len(measurement.meetings)}件の合計"
    console.print(_figures(measurement.total, f"{of}（{models}）"))
    if alone:
        console.print(escape(f"正解：{measurement.meetings[0].reference}"), soft_wrap=True)
    else:
        console.print(_meetings(measurement))
    if measurement.trial_notice:
        console.print(measurement.trial_notice, style="yellow", soft_wrap=True)
    for meeting in measurement.meetings:
        if meeting.remark:
            before = "" if alone else f"{meeting.name}："
            console.print(escape(before + meeting.remark), style="yellow", soft_wrap=True)
    for one in measurement.skipped:
        console.print(escape(f"{one.name}：{one.why}"), style="yellow", soft_wrap=True)


def _figures(figures: Figures, title: str) -> Table:
    table = Table(title=escape(title), title_justify="left")
    table.add_column("項目", overflow="fold")
    table.add_column("結果", justify="right", no_wrap=True)
    table.add_column("内訳", overflow="fold")
    for row in rows_of(figures):
        table.add_row(row.name, row.value, row.detail)
    return table


def _meetings(measurement: Measurement) -> Table:
    table = Table(title="録音ごと", title_justify="left")
    table.add_column("録音と正解", overflow="fold")
    for name in (TEXT, SPEAKERS, MISSED, INVENTED):
        table.add_column(name, justify="right", no_wrap=True)
    for meeting in measurement.meetings:
        scores = meeting.examination.figures.scores
        table.add_row(
            escape(f"{meeting.name}\n{meeting.reference}"),
            percent(scores.plain.cer),
            percent(scores.speakers.der if scores.speakers else None),
            "—" if scores.missed_s is None else f"{scores.missed_s:.1f}秒",
            "—" if scores.invented is None else f"{scores.invented}字",
        )
    return table
