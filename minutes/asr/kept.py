"""窓の中間成果物: finished windows as bytes, one or a batch, and the key under which they lie."""

import json
from collections.abc import Sequence
from sys import intern

from minutes.asr.finish import RULES, Window
from minutes.asr.heard import Finished, Heard
from minutes.domain.artefact import key
from minutes.domain.speech import Doubt, Span, Word


def window_key(window: Window, *, model: str, hints: str, decoder: str = "") -> str:
    """The same for the same audio, speech in it, hints, model, ``Recogniser.decoder`` and rules."""
    speech = [_pair(span) for span in window.speech]
    settings = {"hints": hints, "decoder": decoder, "speech": speech, "rules": RULES}
    return key("window", model=model, settings=settings, content=window.samples.tobytes())


def batch_key(keys: Sequence[str]) -> str:
    """The same for the same windows side by side."""
    return key("batch", model="", settings={}, content="\n".join(keys).encode())


def encode_batch(values: Sequence[bytes]) -> bytes:
    """One encoded window a line."""
    return b"\n".join(values)


def read_batch(value: bytes | None, count: int) -> list[Finished] | None:
    """``None`` unless all ``count`` of them are there."""
    found = [finished for line in (value or b"").splitlines() if (finished := read(line))]
    return found if len(found) == count else None


def encode(finished: Finished) -> bytes:
    """JSON, times in milliseconds: what is read back is what was written, and people can read it too."""
    heard = finished.heard
    record = {
        "text": heard.text,
        "words": [[word.text, *_pair(word.span), round(word.confidence, 4)] for word in heard.words],
        "tokens": heard.tokens,
        "avg_logprob": round(heard.avg_logprob, 4),
        "no_speech_prob": round(heard.no_speech_prob, 4),
        "doubts": [[doubt.reason, *_pair(doubt.span)] for doubt in finished.doubts],
        "unheard": [_pair(span) for span in finished.unheard],
    }
    return json.dumps(record, ensure_ascii=False).encode()


def read(value: bytes | None) -> Finished | None:
    """``None`` where there is nothing, or nothing that can be read: a power cut leaves files empty or torn."""
    try:
        return decode(value or b"")
    except (ValueError, TypeError, KeyError):
        return None


def decode(value: bytes) -> Finished:
    record = json.loads(value)
    words = tuple(
        Word(intern(text), start / 1000, end / 1000, confidence) for text, start, end, confidence in record["words"]
    )
    return Finished(
        Heard(words, record["tokens"], record["avg_logprob"], record["no_speech_prob"]),
        tuple(Doubt(_span((start, end)), reason) for reason, start, end in record["doubts"]),
        tuple(_span(pair) for pair in record["unheard"]),
    )


def _pair(span: Span) -> list[int]:
    return [round(span.start_s * 1000), round(span.end_s * 1000)]


def _span(pair: Sequence[int]) -> Span:
    return Span(pair[0] / 1000, pair[1] / 1000)
