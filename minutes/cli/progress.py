"""Shows on the terminal how far the work is and how long it will still take."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn
from rich.text import Text

from minutes.workshop import Stage


def time_left(seconds: float | None) -> str:
    """「残り 約3分」; rounded so that it does not flicker, ``None`` while nobody can know."""
    if seconds is None:
        return "残り時間を計算中"
    if seconds < 60:
        return f"残り 約{max(5, 5 * round(seconds / 5))}秒"
    minutes = round(seconds / 60)
    return f"残り 約{minutes // 60}時間{minutes % 60}分" if minutes >= 60 else f"残り 約{minutes}分"


class TimeLeft(ProgressColumn):
    """残り時間, and what is still to come."""

    max_refresh = 1.0

    def render(self, task: Task) -> Text:
        return Text("済み" if task.finished else "このあと" if not task.started else time_left(task.time_remaining))


class Bars:
    """A bar for each stage, in their order; calling it tells the share done of one of them."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeLeft())
        # The speed is taken over minutes: windows differ, and a time left that jumps is not believed.
        self._progress = Progress(*columns, console=console, speed_estimate_period=180, disable=not console.is_terminal)
        self._console = console
        self._tasks: dict[Stage, TaskID] = {
            stage: self._progress.add_task(f"{stage:　<8}", total=1.0, start=False) for stage in Stage
        }

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, stage: Stage, share: float) -> None:
        task = self._progress.tasks[self._tasks[stage]]
        if not task.started:
            self._progress.start_task(task.id)
            if not self._console.is_terminal:  # a log file gets one line a stage
                self._console.print(f"{stage}…")
        self._progress.update(task.id, completed=share)
