"""小さなファイル: keys and certificates on the disk. Knows nothing of what they say."""

import os
from pathlib import Path


def write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, whatever ends us in between, and at no moment readable for anybody whom ``mode`` denies."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
