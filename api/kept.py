"""しまってある粗原稿: the machine's drafts as their jobs left them, never changed. Knows nothing of corrections."""

from functools import lru_cache

import structlog

from exports import draft_json
from minutes.domain.errors import MinutesError
from minutes.domain.meeting import Recording
from minutes.domain.record import Minutes
from minutes.store.files import Files


class DraftAway(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "この会議の粗原稿のファイルが、なくなったか壊れたかして、読み取れません。"
            "直した内容はデータベースにあり、失われていません。"
            "管理者に知らせて、控え（バックアップ）からデータのフォルダを戻してもらってください。"
        )


def draft_in(files: Files, content: str) -> Minutes:
    """Raises ``DraftAway``; which file it is stands in the log, for whoever brings it back."""
    found = files.get(content)
    if found is None:
        structlog.get_logger("minutes.web").error("draft away", file=content)
        raise DraftAway
    return draft_json.read(found)


@lru_cache(maxsize=1_000)
def recording_in(files: Files, content: str) -> Recording:
    """Six hours take a tenth of a second to read, and a player asks often.

    Raises ``DraftAway``, which is not kept: a disk may come back.
    """
    return draft_in(files, content).provenance.recording
