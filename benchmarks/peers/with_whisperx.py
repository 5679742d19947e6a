"""WhisperX as a peer: runs inside its own environment (``benchmarks/peers/whisperx_home.py``), offline.

    build/whisperx-venv/bin/python -m benchmarks.peers.with_whisperx QUESTION.json ANSWER.json

As its own command runs it with ``--no_align --diarize``, but for what the answer's ``setting`` says. Its speech
detection (pyannote) comes inside its wheel; its other one, Silero, would be fetched from outside and is not used.
"""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.answers import WHISPERS_WINDOW_S, Answer, Question, asked, said, write
from minutes.asr.loading import KINDS
from minutes.diarize.diarizer import configuration  # its door keeps pyannote silent and offline, and mends torchaudio
from minutes.domain.speech import Turn

BATCH = 8
"""Of WhisperX's command."""


def whisperx(question: Question) -> Answer:
    import torch
    from faster_whisper.audio import decode_audio
    from whisperx import assign_word_speakers, load_model
    from whisperx.diarize import DiarizationPipeline

    torch.set_num_threads(question.threads)
    audio = decode_audio(question.audio)
    recogniser = load_model(
        question.recogniser.folder,
        "cpu",
        compute_type=KINDS["cpu"],
        language="ja",
        threads=question.threads,
        local_files_only=True,
    )
    result = recogniser.transcribe(audio, batch_size=BATCH, chunk_size=question.window_s)
    diarizer = DiarizationPipeline(configuration(Path(question.diarizer.folder), question.diarizer.name), device="cpu")
    turns = diarizer(audio)
    segments = assign_word_speakers(turns, result)["segments"]
    return Answer(
        setting(question.window_s),
        tuple(said(one["text"], one["start"], one["end"], one.get("speaker")) for one in segments),
        tuple(_turn(row) for row in turns.to_dict("records")),
    )


def setting(window_s: int) -> str:
    releases = "、".join(f"{name} {version(name)}" for name in ("torch", "transformers", "huggingface_hub"))
    return (
        f"WhisperX {version('whisperx')}、同梱の VAD（pyannote）、"
        f"窓 {window_s} 秒（既定は {WHISPERS_WINDOW_S} 秒。残りは無音で埋める）、{BATCH} 窓ずつ、整列なし。"
        "時刻も話者も窓ごとにしか分からない（「抜けた発言」「作られた文字」は甘く、「別人の字」は辛く出る）。"
        f"話者の区別は config.yaml のまま。WhisperX が求める版ではなく、この製品と同じ版の上で動かした（{releases}）。"
        "録音は ffmpeg コマンドではなく PyAV で読む"
    )


def _turn(row: dict[str, Any]) -> Turn:
    return Turn(row["speaker"], row["start"], row["end"])


if __name__ == "__main__":
    write(Path(sys.argv[2]), whisperx(asked(Path(sys.argv[1]))))
