"""`make bench`: everything that is measured, one after the other; about two hours on two cores.

python -m benchmarks [NAME ...]     recognition, diarization, attribution, robustness, peers, memory
"""

import subprocess
import sys

RUNS = {
    "recognition": ["speed", "4"],
    "diarization": ["speed", "60"],
    "attribution": [],
    "robustness": [],
    "peers": [],
    "memory": [],
}


def main(names: list[str]) -> None:
    for name in names or RUNS:
        print(f"\n## {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *RUNS[name]], check=True)


main(sys.argv[1:])
