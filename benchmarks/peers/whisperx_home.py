"""WhisperX's environment: its own, so that nothing it wants changes what this product runs on.

WhisperX asks for torch 2.8 (gigabytes of CUDA) and an older hub library. It runs as well on this product's versions,
and on the same versions figures can be compared; so it is installed without what it asks for, into an environment
made by ``install.sh``, where torch comes first and everything is pinned. Takes two minutes and 2 GB, once.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = ROOT / "build" / "whisperx-venv"
NEEDS = ("transformers==5.23.0", "omegaconf==2.4.0", "regex==2026.11.15", "pandas")
"""What WhisperX imports without alignment and this product does not have, or does not ask for itself."""
WHISPERX = "whisperx==3.8.6"


def wanted() -> str:
    """Everything that decides what lies in the environment."""
    return "\n".join((*NEEDS, WHISPERX, (ROOT / "constraints.txt").read_text(encoding="utf-8")))


def python(home: Path = HOME) -> Path:
    """The interpreter of the environment, made first where it is missing or was made otherwise.

    Raises ``subprocess.CalledProcessError`` where something cannot be installed.
    """
    interpreter, done = home / "bin" / "python", home / "installed.txt"
    if not (interpreter.exists() and done.exists() and done.read_text(encoding="utf-8") == wanted()):
        done.unlink(missing_ok=True)
        _install(home, interpreter)
        done.write_text(wanted(), encoding="utf-8")
    return interpreter


def _install(home: Path, interpreter: Path) -> None:
    environment = {**os.environ, "PYTHON": sys.executable}
    if not environment.get("PIP_INDEX_URL"):
        environment.pop("PIP_INDEX_URL", None)  # empty: the usual index, as install.sh has it
    pip = [str(interpreter), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    for command in (
        ["./install.sh", str(home)],
        [*pip, "--constraint", "constraints.txt", *NEEDS],
        [*pip, "--no-deps", WHISPERX],
    ):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
