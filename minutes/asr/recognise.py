"""認識: windows -> text and word times, by faster-whisper in batches. Judges nothing."""

from collections.abc import Sequence
from sys import intern
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import TranscriptionOptions

from minutes.asr.heard import Attempt, Heard, Samples
from minutes.domain.errors import ModelFailed
from minutes.domain.speech import SAMPLE_RATE, Word

GAP_S = 4
"""Silence between the clips of a batch. faster-whisper trims the first word of a clip by the distance to the last
word of the clip before it; beyond 2.8 s that distance no longer matters, and a window's times do not depend on
which windows share its batch."""

SILENCE = -2.0
"""Whisper's features of silence, below the loudest of the clip: it clamps 8 decades under it, and divides by 4."""

QUOTES = "「」『』"
"""faster-whisper suppresses these with the musical notes; council speech quotes titles and remarks."""

DECODING: dict[Attempt, dict[str, Any]] = {
    Attempt.FIRST: {},
    Attempt.CAREFUL: {"repetition_penalty": 1.1, "patience": 2.0},
}


class Whisper:
    """A loaded model; implements ``Recogniser``."""

    def __init__(
        self, whisper: WhisperModel, *, model: str, decoder: str, window_s: float, batch_size: int, hinted: bool = True
    ) -> None:
        self.model = model
        self.decoder = decoder
        self.window_s = window_s
        self.batch_size = batch_size
        self.hinted = hinted
        self._pipeline = _Pipeline(whisper)
        self._tokenizer = Tokenizer(whisper.hf_tokenizer, True, task="transcribe", language="ja")
        self._suppressed = suppressed(self._tokenizer)

    def recognise(self, clips: Sequence[Samples], *, hints: str, attempt: Attempt) -> tuple[Heard, ...]:
        if not clips:
            return ()
        audio, starts_s = lay_out(clips)
        # Half a sample more, since faster-whisper turns seconds into samples by cutting off.
        ends_s = (start_s + (len(clip) + 0.5) / SAMPLE_RATE for start_s, clip in zip(starts_s, clips, strict=True))
        places = [{"start": start_s, "end": end_s} for start_s, end_s in zip(starts_s, ends_s, strict=True)]
        try:
            segments = self._decode(audio, places, hints, attempt)
        except RuntimeError as exc:
            raise ModelFailed(self.model, str(exc)) from exc
        return tuple(
            _heard([segment for segment in segments if segment.seek == start_s * 100], start_s, tokens)
            for start_s, tokens in zip(starts_s, self._pipeline.tokens, strict=True)
        )

    def _decode(
        self, audio: npt.NDArray[np.float32], places: list[dict[str, float]], hints: str, attempt: Attempt
    ) -> list[Any]:
        """All places as one batch; the language is always given, or each batch would be asked for its own."""
        segments, _ = self._pipeline.transcribe(
            audio,
            clip_timestamps=places,
            batch_size=len(places),
            language="ja",
            hotwords=hints or None,
            without_timestamps=False,
            word_timestamps=True,
            suppress_tokens=list(self._suppressed),
            **DECODING[attempt],
        )
        return list(segments)

    def count_tokens(self, text: str) -> int | None:
        tokens = self._tokenizer.encode(" " + text)
        return None if any(token >= self._tokenizer.eot for token in tokens[1:]) else len(tokens)


class _Pipeline(BatchedInferencePipeline):  # type: ignore[misc]  # faster-whisper has no types
    """The batched pipeline, telling how many tokens each clip took, dropping none of them, and hearing silence after
    a clip.

    faster-whisper leaves out what follows the last closed pair of timestamps; sequentially it would come back to it.
    It fills up the features of a short clip with zeros, and zero is steady sound in every band: Whisper was trained
    with silence there. The first model that was bundled invented sentences in that sound (CER of single sentences of
    held-out voices 40 %, with silence 1 %).
    """

    tokens: tuple[int, ...] = ()

    def forward(
        self,
        features: npt.NDArray[np.float32],
        tokenizer: Tokenizer,
        chunks_metadata: list[dict[str, Any]],
        options: TranscriptionOptions,
    ) -> list[list[dict[str, Any]]]:
        """``features``: (clips, mel bands, 3,000 frames of 10 ms)."""
        for feature, clip in zip(features, chunks_metadata, strict=True):
            heard = int(clip["duration"] * self.model.frames_per_second)
            feature[:, heard:] = feature[:, : max(heard, 1)].max() + SILENCE
        segments: list[list[dict[str, Any]]] = super().forward(features, tokenizer, chunks_metadata, options)
        return segments

    def generate_segment_batched(
        self, features: npt.NDArray[np.float32], tokenizer: Tokenizer, options: TranscriptionOptions
    ) -> tuple[ctranslate2.StorageView, list[dict[str, Any]]]:
        encoded, outputs = super().generate_segment_batched(features, tokenizer, options)
        self.tokens = tuple(len(output["tokens"]) for output in outputs)
        for output in outputs:
            output["tokens"] = closed(output["tokens"], tokenizer.timestamp_begin)
        return encoded, outputs


def closed(tokens: Sequence[int], timestamp_begin: int) -> list[int]:
    """``tokens`` ending with a timestamp, if they end with text that a timestamp opened."""
    opened = any(token >= timestamp_begin for token in tokens)
    if opened and tokens[-1] < timestamp_begin:
        return [*tokens, timestamp_begin + 1500]
    return list(tokens)


def lay_out(clips: Sequence[Samples]) -> tuple[npt.NDArray[np.float32], tuple[int, ...]]:
    """The clips in one array, each beginning at a whole second; those seconds. The only audio that is ever float."""
    starts_s = []
    end_s = GAP_S  # also before the first, or its first word would be treated unlike the others'
    for clip in clips:
        starts_s.append(end_s)
        end_s += -(-len(clip) // SAMPLE_RATE) + GAP_S
    audio = np.zeros(end_s * SAMPLE_RATE, np.float32)
    for start_s, clip in zip(starts_s, clips, strict=True):
        audio[start_s * SAMPLE_RATE :][: len(clip)] = clip
    audio /= 32768
    return audio, tuple(starts_s)


def _heard(segments: Sequence[Any], start_s: int, tokens: int) -> Heard:
    """One clip's segments as ours. Text that got no times is kept: ``timing`` gives it some."""
    words: list[Word] = []
    for segment in segments:
        timed = [
            Word(
                text=intern(word.word),
                start_s=round(float(word.start) - start_s, 3),
                end_s=round(float(word.end) - start_s, 3),
                confidence=float(word.probability),
            )
            for word in segment.words
        ]
        if "".join(word.text for word in timed) != segment.text:
            sure = float(np.exp(min(0.0, segment.avg_logprob)))
            timed = [Word(intern(character), 0.0, 0.0, sure) for character in segment.text]
        words += timed
    first = segments[0] if segments else None
    return Heard(
        words=tuple(words) if "".join(word.text for word in words).strip() else (),
        tokens=tokens,
        avg_logprob=float(first.avg_logprob) if first else 0.0,
        no_speech_prob=float(first.no_speech_prob) if first else 1.0,
    )


def suppressed(tokenizer: Tokenizer) -> tuple[int, ...]:
    """faster-whisper's list of non-speech symbols without Japanese quotation marks."""
    kept = {tokens[0] for mark in QUOTES for tokens in (tokenizer.encode(mark), tokenizer.encode(f" {mark}")) if tokens}
    return tuple(token for token in tokenizer.non_speech_tokens if token not in kept) or (tokenizer.sot,)
