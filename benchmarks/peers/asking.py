"""問うこと: every peer is asked, one after the other, each in a process of its own; who fails is named."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.peers import answers, whisperx_home
from benchmarks.peers.answers import WHISPERS_WINDOW_S, Answer, Question
from benchmarks.peers.side_by_side import NAMES, UNHINTED, middle
from benchmarks.process import Figures, measure

Run = tuple[Answer, Figures]

VARIED: dict[str, dict[str, int]] = {
    "sequential-30": {"window_s": WHISPERS_WINDOW_S},
    "batched-30": {"window_s": WHISPERS_WINDOW_S},
    "whisperx-30": {"window_s": WHISPERS_WINDOW_S},
    "stock-1": {"embedding_batch_size": 1},
}
"""Who is asked something other than the rest; what comes before the ``-`` is who answers."""
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "PYANNOTE_METRICS_ENABLED": "0",
    "ORT_DISABLE_TELEMETRY": "1",
}


def command(peer: str, question: Path, answer: Path) -> list[str]:
    """Raises ``subprocess.CalledProcessError`` where WhisperX cannot be installed."""
    listener = peer.partition("-")[0]
    if listener == "whisperx":
        return [str(whisperx_home.python()), "-m", "benchmarks.peers.with_whisperx", str(question), str(answer)]
    return [sys.executable, "-m", "benchmarks.peers.listeners", listener, str(question), str(answer)]


def run(peer: str, question: Question, folder: Path) -> Run:
    asked, answer = folder / "question.json", folder / f"{peer}.json"
    answers.ask(asked, replace(question, **VARIED.get(peer, {})))
    threads = {"OMP_NUM_THREADS": str(question.threads), "OMP_WAIT_POLICY": "PASSIVE"}
    figures = measure(command(peer, asked, answer), **OFFLINE, **threads)
    return answers.read(answer), figures


def run_all(peers: Sequence[str], runs: int, hear: Callable[[str], Run]) -> tuple[dict[str, Run], list[str]]:
    """What the peers answered, and who did not; one that fails does not take the others' figures along."""
    found: dict[str, list[Run]] = {peer: [] for peer in peers}
    failed: dict[str, str] = {}
    for peer in in_turn(peers, runs):
        if peer in failed:
            continue
        print(f"{NAMES[peer]} …", file=sys.stderr, flush=True)
        try:
            found[peer].append(hear(peer))
        except (SystemExit, subprocess.CalledProcessError) as exc:
            failed[peer] = f"{NAMES[peer]}は動かせませんでした（{exc}）。"
    return {peer: middle(made) for peer, made in found.items() if peer not in failed}, list(failed.values())


def in_turn(peers: Sequence[str], runs: int) -> Iterator[str]:
    """Everybody so many times, each round from the next one on: nobody runs first, or last, every time."""
    for _ in range(runs):
        yield from peers
        peers = (*peers[1:], *peers[:1])


def comparable(question: Question, *, hinted: bool) -> tuple[str, ...]:
    """All who would not do the same again: without hints "unhinted" does, and a model's window may be 30 s anyway."""
    again = {peer for peer, change in VARIED.items() if replace(question, **change) == question}
    return tuple(peer for peer in NAMES if peer not in again and (hinted or peer != UNHINTED))
