"""What `make demo` would do, without doing it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_demo_says_first_that_it_uses_the_bundled_models_and_tells_what_is_written_of_nobody():
    steps = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert steps.index("いつも付属の小さなモデルを使います") < steps.index("minutes transcribe")
    assert "benchmarks.nobody whisper-trial" in steps
    assert steps.count("--data build/demo") == steps.count("bin/minutes ") == 2
