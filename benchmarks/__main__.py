"""`make bench`: everything that is measured, one after the other; some hours on two cores.

python -m benchmarks [NAME ...]     recognition, diarization, attribution, document, desk, together, history,
                                    robustness, peers, uploads, memory

What fails does not keep the rest from being measured, but ends with its name and a code. ``peers`` hears the sample
and the forty minutes of build/committee, which `make bench` makes first (`python -m training.committee`).
"""

import subprocess
import sys

RUNS = {
    "recognition": ["speed", "4"],
    "diarization": ["speed", "60"],
    "attribution": [],
    "document": [],
    "desk": [],
    "together": [],
    "history": [],
    "robustness": [],
    "peers": ["tests/data/sample", "build/committee"],
    "uploads": ["20", "200"],
    "memory": [],
}


def main(names: list[str]) -> None:
    failed = []
    for name in names or RUNS:
        print(f"\n## {name}\n", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *RUNS[name]], check=False).returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


main(sys.argv[1:])
