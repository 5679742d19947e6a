"""Where servers of our own listen."""

import random
import socket
from contextlib import suppress


def free_port() -> int:
    """On loopback, and not one that the kernel gives to connections: whoever is stopped finds it free afterwards."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
