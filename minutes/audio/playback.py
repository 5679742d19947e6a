"""再生: what a browser needs of a recording that was decoded before."""

from pathlib import Path
from typing import NamedTuple

from minutes.audio.heard import PEAKS, PROXY, Files, key


class Playback(NamedTuple):
    proxy: Path
    peaks: Path


def playback(files: Files, sha256: str) -> Playback | None:
    """``None`` where there is none; one that another machine has made is fetched."""
    proxy, peaks = (files.local(key(sha256, name)) for name in (PROXY, PEAKS))
    return Playback(proxy, peaks) if proxy and peaks else None
