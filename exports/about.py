"""この粗原稿について: what a draft was made from and by, and what it may have missed, as lines of text.

Word and text files end with it. A tab parts the columns of a line; each format sets it in its own way.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from exports.doubts import REASONS, stretches
from exports.notation import MARK_NAMES, Notation
from exports.wareki import clock
from minutes.domain.record import Kind, Mark, Minutes, Provenance
from minutes.domain.speech import Span

TITLE = "この粗原稿について"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[str, ...]


TRIAL = "試用の小さなモデルで作りました。文字の多くは誤りです。会議録には使わないでください。"


def unpublished(minutes: Minutes) -> str:
    """What of it may not be published as it stands, as a sentence; empty where people have marked no such thing."""
    marked = {one.mark for paragraph in minutes.paragraphs for one in paragraph.marks}
    names = "と".join(MARK_NAMES[mark] for mark in (Mark.CANCELLED, Mark.CLOSED) if mark in marked)
    return f"{names}の印の付いた所を含みます。このまま公開しないでください。" if names else ""


def about(minutes: Minutes, notation: Notation) -> tuple[Section, ...]:
    source = minutes.provenance
    marked = tally(minutes)
    return (
        Section("来歴", _origin(source)),
        Section("話者", tuple(_voices(minutes, notation))),
        *((Section("音の読めなかった所", tuple(map(_length, source.missing))),) if source.missing else ()),
        Section("文字にならなかった発言", tuple(_unheard(source))),
        Section("認識が疑わしい区間", tuple(_doubts(source))),
        *((Section("職員が付けた印", (marked,)),) if marked else ()),
    )


def tally(minutes: Minutes) -> str:
    """「発言取消し　2か所、要確認　1か所」; empty where nobody has marked anything."""
    counts = Counter(one.mark for paragraph in minutes.paragraphs for one in paragraph.marks)
    return "、".join(f"{name}　{counts[mark]}か所" for mark, name in MARK_NAMES.items() if counts[mark])


def _origin(source: Provenance) -> tuple[str, ...]:
    unheard_s = sum(span.duration_s for span in source.unheard)
    recordings = source.recording.parts or (source.recording,)
    return (
        *(f"録音\t{one.name}（{clock(one.duration_s)}）" for one in recordings),
        f"声のあった時間\t{clock(source.speech_s)}（うち文字にならなかった時間 {clock(unheard_s)}）",
        f"音声認識モデル\t{source.recognition_model}",
        f"話者識別モデル\t{source.diarization_model}",
        *(f"録音のSHA-256\t{one.sha256[:16]}…" for one in recordings),
    )


def _voices(minutes: Minutes, notation: Notation) -> Iterator[str]:
    """Every speaker with speaking time, and how to name in one go those who have no name yet."""
    spoken: dict[str, list[Span]] = {}
    unnamed: list[str] = []
    for paragraph in minutes.paragraphs:
        if paragraph.kind is Kind.SPEECH:
            spoken.setdefault(notation.label(paragraph), []).append(Span(paragraph.start_s, paragraph.end_s))
            if paragraph.speaker is None and paragraph.voice is not None:
                unnamed.append(notation.label(paragraph))
    for label, spans in spoken.items():
        total_s = ceil(sum(span.duration_s for span in spans))
        yield f"{label}\t計 {clock(total_s)}\t最初の発言 {clock(spans[0].start_s)}"
    if unnamed:
        yield (
            f"声の主が分かったら、置換（WordではCtrl＋H）で「{unnamed[0]}　」を"
            f"「{notation.mark}議長（氏名{notation.honorific}）　」のように置き換えると、一度に直せます"
            "（後ろの空白まで含めてください）。"
        )
    if not spoken:
        yield "発言はありません。"


def _unheard(source: Provenance) -> Iterator[str]:
    if not source.unheard:
        yield "ありません（文字が正しいかどうかは別です。録音を聞いて確かめてください）。"
    yield from map(_length, source.unheard)


def _doubts(source: Provenance) -> Iterator[str]:
    if not source.doubts:
        yield "ありません。"
    for doubt in stretches(source.doubts):
        yield f"{_stretch(doubt.span)}\t{REASONS.get(doubt.reason, doubt.reason)}"


def _length(span: Span) -> str:
    return f"{_stretch(span)}\t{span.duration_s:.1f}秒"


def _stretch(span: Span) -> str:
    return f"{clock(span.start_s)}～{clock(span.end_s)}"
