"""聞き手: each peer that runs in this product's own environment, as a process of its own.

    python -m benchmarks.peers.listeners PEER QUESTION.json ANSWER.json      ours, unhinted, sequential, batched, stock

Libraries are imported where they are used: no peer pays for another's, and our children import this module again.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers.answers import WHISPERS_WINDOW_S, Answer, Question, asked, said, timed, write
from minutes.domain.attribution import attribute
from minutes.domain.meeting import Meeting, Roster
from minutes.domain.record import Paragraph
from minutes.domain.speech import SAMPLE_RATE, Diarization, Turn, Word

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

    from minutes.workshop import Workshop

NOBODY = Diarization(turns=(), floor=(), voices=(), model="")
BATCH = 8
"""faster-whisper's own default, and that of WhisperX's command."""


def ours(question: Question) -> Answer:
    from minutes.roster import read_roster

    with tempfile.TemporaryDirectory() as data:
        workshop = _workshop(question, Path(data))
        roster = read_roster(Path(question.roster)) if question.roster else Roster()
        heard = workshop.decode([Path(question.audio)])
        transcript, transcribing = timed(lambda: workshop.transcribe(heard, Meeting("meeting", roster=roster)))
        diarization, diarizing = timed(lambda: workshop.diarize(heard))
    hints = "名簿の名前をヒントに" if roster.names and workshop.work.recogniser.model.hinted else "ヒントなし"
    return Answer(
        f"`minutes transcribe` と同じ処理（{hints}）。保存された途中の結果は使わない",
        attribute(transcript.words, diarization),
        diarization.turns,
        transcribing,
        diarizing,
    )


def unhinted(question: Question) -> Answer:
    """Recognition alone, without the roster: what the peers get too."""
    with tempfile.TemporaryDirectory() as data:
        workshop = _workshop(question, Path(data))
        transcript = workshop.transcribe(workshop.decode([Path(question.audio)]), Meeting("meeting"))
    return Answer("文字起こしだけ。名簿を渡さない（ほかの相手と同じ条件）", attribute(transcript.words, NOBODY))


def _workshop(question: Question, data: Path) -> "Workshop":
    from minutes.models import Shelf, Task
    from minutes.settings import Settings
    from minutes.workshop import Work, Workshop

    shelf = Shelf(Settings().models)
    work = Work(
        shelf.choose(Task.RECOGNITION, question.recogniser.name), shelf.choose(Task.DIARIZATION, question.diarizer.name)
    )
    settings = Settings(data=data, device="cpu", threads=question.threads)
    return Workshop(settings, work, lambda stage, share: None)


def sequential(question: Question) -> Answer:
    segments, _ = _whisper(question).transcribe(
        question.audio, language="ja", chunk_length=question.window_s, word_timestamps=True
    )
    setting = f"`WhisperModel.transcribe`、{window(question.window_s)}、語の時刻あり、VAD なし、ほかは既定"
    return Answer(setting, tuple(map(_paragraph, segments)))


def batched(question: Question) -> Answer:
    from faster_whisper import BatchedInferencePipeline

    segments, _ = BatchedInferencePipeline(_whisper(question)).transcribe(
        question.audio, language="ja", chunk_length=question.window_s, word_timestamps=True, batch_size=BATCH
    )
    cut = f"{window(question.window_s)}、faster-whisper 自身の VAD、{BATCH} 窓ずつ"
    setting = f"`BatchedInferencePipeline.transcribe`、{cut}、語の時刻あり、ほかは既定"
    return Answer(setting, tuple(map(_paragraph, segments)))


def window(window_s: int) -> str:
    """The window in words, and what faster-whisper fills the rest of Whisper's 30 s with.

    Zero is steady sound in every band, in which models invent; ours fills up with silence (``asr/recognise.py``).
    """
    if window_s == WHISPERS_WINDOW_S:
        return f"窓 {window_s} 秒（faster-whisper の既定。短い区切りは零で埋められる）"
    zeros = 1 - window_s / WHISPERS_WINDOW_S
    told = f"残りの少なくとも {zeros:.0%} を faster-whisper は零で埋める。零は無音ではない。この製品は無音で埋める"
    return f"窓 {window_s} 秒（Whisper が一度に聞く {WHISPERS_WINDOW_S} 秒のうち、{told}）"


def _whisper(question: Question) -> "WhisperModel":
    from faster_whisper import WhisperModel

    from minutes.asr.loading import KINDS

    return WhisperModel(
        question.recogniser.folder,
        device="cpu",
        compute_type=KINDS["cpu"],
        cpu_threads=question.threads,
        local_files_only=True,
    )


def _paragraph(segment: Any) -> Paragraph:  # faster-whisper has no types
    words = tuple(Word(word.word, word.start, word.end, word.probability) for word in segment.words or ())
    return said(segment.text, segment.start, segment.end, words=words)


def stock(question: Question) -> Answer:
    import torch
    from faster_whisper.audio import decode_audio

    from minutes.diarize.diarizer import configuration
    from minutes.diarize.door import Pipeline

    torch.set_num_threads(question.threads)
    pipeline: Any = Pipeline.from_pretrained(configuration(Path(question.diarizer.folder), question.diarizer.name))
    if question.embedding_batch_size:
        pipeline.embedding_batch_size = question.embedding_batch_size
    output = pipeline({"waveform": torch.from_numpy(decode_audio(question.audio))[None], "sample_rate": SAMPLE_RATE})
    tracks = output.speaker_diarization.itertracks(yield_label=True)
    turns = tuple(Turn(label, segment.start, segment.end) for segment, _, label in tracks)
    batches = f"一度に区間 {pipeline.segmentation_batch_size}・声 {pipeline.embedding_batch_size}"
    whose = (
        "声はこの製品と同じく1つずつ"
        if question.embedding_batch_size
        else "モデルの config.yaml のまま。同梱のモデルでは、この製品が書いた値"
    )
    return Answer(f"`Pipeline`（speaker-diarization）、{batches}（{whose}）", turns=turns)


PEERS: dict[str, Callable[[Question], Answer]] = {
    "ours": ours,
    "unhinted": unhinted,
    "sequential": sequential,
    "batched": batched,
    "stock": stock,
}

if __name__ == "__main__":
    _, peer, question_file, answer_file = sys.argv
    write(Path(answer_file), PEERS[peer](asked(Path(question_file))))
