"""文字起こし: the whole recording, window by window, going on where an interrupted run stopped."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from minutes.asr import hints, kept, plan, spans, vad
from minutes.asr.finish import Window, finish
from minutes.asr.heard import Finished, Recogniser, Samples
from minutes.domain.artefact import Artefacts, Pieces, Progress
from minutes.domain.speech import SAMPLE_RATE, Doubt, Span, Transcript, Word

LISTENING = 0.05
"""The share of the progress that finding speech takes: 9 s of an hour's recording."""


def transcribe(
    samples: Samples,
    *,
    recogniser: Recogniser,
    names: Sequence[str],
    glossary: Sequence[str],
    artefacts: Artefacts,
    on_progress: Progress,
    on_piece: Pieces = lambda words: None,
) -> Transcript:
    """Every word of ``samples`` (16 kHz mono), and what it covers; no words where nobody speaks.

    ``names`` and ``glossary`` are hints, the most important first. Every block and window is put into ``artefacts``
    once it is final, and taken from there in a later run. Raises ``ModelFailed``.
    """
    total_s = len(samples) / SAMPLE_RATE
    likely = vad.probabilities(samples, artefacts=artefacts, on_progress=lambda share: on_progress(share * LISTENING))
    speech = spans.spans(likely, longest_s=recogniser.window_s - 2 * plan.PAD_S)
    speech = tuple(Span(span.start_s, min(span.end_s, total_s)) for span in speech)
    windows = plan.stored(speech, window_s=recogniser.window_s, total_s=total_s, artefacts=artefacts)
    prompt = hints.prompt(names, glossary, recogniser.count_tokens) if recogniser.hinted else ""
    found: list[Finished] = []
    for batch in batched(windows, recogniser.batch_size):
        here = _batch([_cut(samples, span, speech) for span in batch], recogniser, prompt, artefacts)
        on_piece(tuple(_words(batch, here)))
        found += here
        on_progress(LISTENING + (1 - LISTENING) * batch[-1].end_s / total_s)
    on_progress(1.0)
    return _joined(windows, found, speech, recogniser.model)


def batched(windows: Sequence[Span], size: int) -> Iterator[Sequence[Span]]:
    return (windows[first : first + size] for first in range(0, len(windows), size))


def _batch(windows: Sequence[Window], recogniser: Recogniser, prompt: str, artefacts: Artefacts) -> list[Finished]:
    """The windows in their final form; those not yet among the artefacts are recognised together and put there.

    First all of the batch as one artefact, then each: a window recognised again beside others than before would differ
    in the last digits of its confidences and times, and an interrupted run shall end with the draft of a quiet one.
    """
    keys = [
        kept.window_key(window, model=recogniser.model, hints=prompt, decoder=recogniser.decoder) for window in windows
    ]
    together = kept.batch_key(keys)
    if whole := kept.read_batch(artefacts.get(together), len(keys)):
        return whole
    known = {key: kept.encode(finished) for key in keys if (finished := kept.read(artefacts.get(key)))}
    missing = {key: window for key, window in zip(keys, windows, strict=True) if key not in known}
    if missing:
        values = map(kept.encode, finish(tuple(missing.values()), recogniser, prompt))
        known |= dict(zip(missing, values, strict=True))
        artefacts.put(together, kept.encode_batch([known[key] for key in keys]))
        for key in missing:
            artefacts.put(key, known[key])
    return [kept.decode(known[key]) for key in keys]


def _cut(samples: Samples, window: Span, speech: Sequence[Span]) -> Window:
    first = bisect_right(speech, window.start_s, key=lambda span: span.end_s)
    last = bisect_left(speech, window.end_s, key=lambda span: span.start_s)
    whole = Window(samples, tuple(speech[first:last]))
    return whole.part(round(window.start_s * SAMPLE_RATE), round(window.end_s * SAMPLE_RATE))


def _joined(windows: Sequence[Span], found: Sequence[Finished], speech: tuple[Span, ...], model: str) -> Transcript:
    at = tuple(zip((window.start_s for window in windows), found, strict=True))
    doubts = (
        Doubt(_placed(doubt.span, start_s), doubt.reason) for start_s, finished in at for doubt in finished.doubts
    )
    unheard = chain.from_iterable((_placed(gap, start_s) for gap in finished.unheard) for start_s, finished in at)
    return Transcript(tuple(_words(windows, found)), speech, tuple(unheard), tuple(doubts), model)


def _words(windows: Sequence[Span], found: Sequence[Finished]) -> Iterator[Word]:
    """In the time of the recording."""
    for window, finished in zip(windows, found, strict=True):
        for word in finished.heard.words:
            span = _placed(word.span, window.start_s)
            yield Word(word.text, span.start_s, span.end_s, word.confidence)


def _placed(span: Span, start_s: float) -> Span:
    return Span(_ms(start_s + span.start_s), _ms(start_s + span.end_s))


def _ms(seconds: float) -> float:
    return round(seconds, 3)
