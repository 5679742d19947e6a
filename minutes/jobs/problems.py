"""しくじり: what is said of a draft that could not be made: to whoever waits for it, and to the log.

Some of our errors speak to somebody at a command line; on a page the same problem has other words.
"""

from minutes.domain.errors import CannotRead, CannotWrite, ChildDied, MinutesError, ModelProblem, NotUnderstood

_KEPT = "できたところまでは残っていて、もう一度始めると続きから進みます。"
_ADMINISTRATOR = "続くときは管理者に知らせてください。"


def sentence(error: Exception) -> str:
    """What happened, then what to do."""
    match error:
        case ChildDied():
            return f"作業が何度も途中で止まりました。メモリが足りないのかもしれません。{_KEPT}{_ADMINISTRATOR}"
        case CannotWrite() | CannotRead():
            return f"ディスクを読み書きできず、作業を止めました。管理者に、空きを確かめてもらってください。{_KEPT}"
        case NotUnderstood():
            return (
                "録音に声はありますが、一語も文字にできませんでした。"
                "日本語の会議の録音かを確かめ、別のモデルで聞き取りをやり直してください。"
            )
        case ModelProblem():
            return f"文字に起こすためのモデルを使えませんでした。管理者に、次のことを知らせてください。{error}"
        case MinutesError():
            return str(error)
        case _:
            return f"内部の異常で作業が止まりました。{_KEPT}{_ADMINISTRATOR}"


def child_where(error: Exception) -> list[str]:
    """For the log: where it went wrong in a child; not what it says, which may be of the meeting."""
    trace = error.trace if isinstance(error, ChildDied) else ""
    return [line.strip() for line in trace.splitlines() if line.startswith("  File ")]
