"""Nothing leaves the machine: the kernel counts every attempt to reach outside, and finds none.

The command runs in a network namespace of its own that has only loopback. There every attempt to reach anything else,
by whatever library in whatever language, fails for want of a route and is counted (`OutNoRoutes`).
"""

import json
import subprocess
import sys

from tests.conftest import SAMPLE, beginning

INSIDE = """
import fcntl, json, socket, struct, subprocess, sys

with socket.socket() as any_socket:  # loopback up: SIOCSIFFLAGS, IFF_UP | IFF_RUNNING
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x41))

def counters():
    lines = open("/proc/net/snmp").read().splitlines()
    rows = [dict(zip(names.split()[1:], values.split()[1:])) | {"about": names.split(":")[0]}
            for names, values in zip(lines[::2], lines[1::2])]
    found = {(row["about"], name): int(value) for row in rows for name, value in row.items() if name != "about"}
    found["Ip6", "OutNoRoutes"] = sum(int(line.split()[1]) for line in open("/proc/net/snmp6") if "OutNoRoutes" in line)
    wanted = [("Ip", "OutNoRoutes"), ("Ip6", "OutNoRoutes"), ("Tcp", "ActiveOpens"), ("Udp", "OutDatagrams")]
    return {" ".join(key): found[key] for key in wanted}

run = subprocess.run(json.loads(sys.argv[1]))
print(json.dumps({"rc": run.returncode, **counters()}))
"""


def in_closed_network(command, arguments):
    """Run ``arguments`` with only loopback -> the exit code and the kernel's counters."""
    wrapped = ["unshare", "--net", "--map-root-user", sys.executable, "-c", INSIDE, json.dumps(arguments)]
    environment = {**command.environment, "HOME": str(command.data.parent / "home")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)  # set by doors that another test imported
    run = subprocess.run(wrapped, cwd=command.folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, f"no network namespace can be made here: {run.stderr}"
    return json.loads(run.stdout.splitlines()[-1]), run


def test_an_attempt_to_reach_outside_is_seen(command):
    attempt = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 53))"
    counted, _ = in_closed_network(command, [sys.executable, "-c", f"try:\n {attempt}\nexcept OSError: pass"])
    assert counted["Ip OutNoRoutes"] == 1


WAITING = """
import time
import numpy as np
from minutes.asr import vad
from minutes.diarize import diarization

class Nowhere:
    def get(self, key): return None
    def put(self, key, value): pass

vad.probabilities(np.zeros(160_000, np.int16), artefacts=Nowhere(), on_progress=lambda share: None)
time.sleep(25)
"""


def test_libraries_that_report_some_seconds_later_do_not_either(command):
    """onnxruntime would, about ten seconds after it was loaded, in a thread of its own: a quick run never shows it."""
    counted, run = in_closed_network(command, [sys.executable, "-c", WAITING])
    assert counted == NOTHING, run.stderr
    assert not list(command.data.parent.glob("home/**/*icrosoft*"))  # nor keep a device number


NOTHING = {"rc": 0, "Ip OutNoRoutes": 0, "Ip6 OutNoRoutes": 0, "Tcp ActiveOpens": 0, "Udp OutDatagrams": 0}


def test_a_whole_transcription_reaches_nothing(command):
    (command.folder / "meeting.wav").write_bytes(beginning(40))
    arguments = ["-m", "minutes", "transcribe", "meeting.wav", "--roster", SAMPLE / "roster.csv"]
    counted, run = in_closed_network(command, [sys.executable, *map(str, arguments)])
    assert (command.folder / "meeting.docx").exists(), run.stderr
    assert counted == NOTHING
    assert not list(command.data.parent.glob("home/**/*icrosoft*"))
