"""Nothing leaves the machine: the kernel counts every attempt to reach outside, and finds none.

The command runs in a network namespace of its own that has only loopback. There every attempt to reach anything else,
by whatever library in whatever language, fails for want of a route and is counted (`OutNoRoutes`).
"""

import json
import subprocess
import sys

from tests.conftest import SAMPLE

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
    run = subprocess.run(wrapped, cwd=command.folder, env=command.environment, capture_output=True, text=True)
    assert run.returncode == 0, f"no network namespace can be made here: {run.stderr}"
    return json.loads(run.stdout.splitlines()[-1]), run


def test_an_attempt_to_reach_outside_is_seen(command):
    attempt = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 53))"
    counted, _ = in_closed_network(command, [sys.executable, "-c", f"try:\n {attempt}\nexcept OSError: pass"])
    assert counted["Ip OutNoRoutes"] == 1


def test_a_whole_transcription_reaches_nothing(command):
    arguments = ["-m", "minutes", "transcribe", SAMPLE / "meeting.ogg", "--roster", SAMPLE / "roster.csv"]
    counted, run = in_closed_network(command, [sys.executable, *map(str, arguments)])
    assert (command.folder / "meeting.docx").exists(), run.stderr
    assert counted == {"rc": 0, "Ip OutNoRoutes": 0, "Ip6 OutNoRoutes": 0, "Tcp ActiveOpens": 0, "Udp OutDatagrams": 0}
