"""しくじり: what is said of a draft that could not be made: to whoever waits for it, and to the log."""

from minutes.domain.errors import CannotRead, CannotWrite, ChildDied, MinutesError
from minutes.domain.wording import on_a_page

_KEPT = "できたところまでは残っていて、もう一度始めると続きから進みます。"
_ADMINISTRATOR = "続くときは管理者に知らせてください。"


def sentence(error: Exception) -> str:
    """What happened, then what to do."""
    match error:
        case ChildDied():
            return f"作業が何度も途中で止まりました。メモリが足りないのかもしれません。{_KEPT}{_ADMINISTRATOR}"
        case CannotWrite() | CannotRead():
            return on_a_page(error) + _KEPT
        case MinutesError():
            return on_a_page(error)
        case _:
            return f"内部の異常で作業が止まりました。{_KEPT}{_ADMINISTRATOR}"


def child_where(error: Exception) -> list[str]:
    """For the log: where it went wrong in a child; not what it says, which may be of the meeting."""
    trace = error.trace if isinstance(error, ChildDied) else ""
    return [line.strip() for line in trace.splitlines() if line.startswith("  File ")]
