"""見比べ: the peers' figures side by side. Pure; runs nothing, and judges nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from benchmarks.peers.answers import Answer, Spent
from benchmarks.process import Figures
from minutes.domain.speech import Turn
from minutes.evaluation import Reference, evaluate, percent

OURS, UNHINTED = "ours", "unhinted"
NAMES = {
    OURS: "この製品",
    UNHINTED: "この製品・名簿なし",
    "sequential": "faster-whisper 順次",
    "sequential-30": "faster-whisper 順次・30秒",
    "batched": "faster-whisper 一括",
    "batched-30": "faster-whisper 一括・30秒",
    "stock": "pyannote 標準",
    "stock-1": "pyannote 標準・声1つずつ",
    "whisperx": "WhisperX",
    "whisperx-30": "WhisperX・30秒",
}
HEADS = (
    "",
    "CER b",
    "定型 b",
    "自由 b",
    "抜けた発言",
    "作られた文字",
    "別人の字",
    "DER",
    "声",
    "時間",
    "演算",
    "メモリー",
    "比",
)
LEGEND = (
    "CER b は文字の誤り率（句読点を問わない）、演算はプロセッサーの秒、"
    "比は「相手の時間÷この製品が同じ仕事にかけた時間」（時間／演算）。1 より大きければ、この製品のほうが速い。"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One peer's figures; ``None`` for what it does not do or the reference does not tell.

    Shares are 0..1. ``wall_ratio`` and ``cpu_ratio``: its time by what ours took for the same work, whole processes.
    """

    peer: str
    setting: str
    wall_s: float
    cpu_s: float
    memory_mib: float
    cer: float | None = None
    standing: float | None = None
    free: float | None = None
    missed_s: float | None = None
    invented: int | None = None
    attribution: float | None = None
    der: float | None = None
    voices_found: int | None = None
    voices: int | None = None
    wall_ratio: float | None = None
    cpu_ratio: float | None = None

    @property
    def name(self) -> str:
        return NAMES[self.peer]

    @property
    def voices_off(self) -> int | None:
        return None if self.voices is None or self.voices_found is None else abs(self.voices_found - self.voices)


def entry(peer: str, answer: Answer, figures: Figures, reference: Reference, turns: Sequence[Turn] | None) -> Entry:
    """The answer scored as ``minutes evaluate`` scores a draft. ``turns``: who really spoke when (RTTM)."""
    scores = evaluate(answer.paragraphs or (), reference, turns=turns, found=answer.turns or ())
    found = Entry(peer, answer.setting, figures.wall_s, figures.cpu_s, figures.anonymous_mib)
    if answer.paragraphs is not None:
        kinds = dict(scores.by_kind)
        found = replace(
            found,
            cer=scores.plain.cer,
            standing=kinds["standing"].cer if "standing" in kinds else None,
            free=kinds["free"].cer if "free" in kinds else None,
            missed_s=scores.missed_s,
            invented=scores.invented,
        )
    if answer.turns is not None and (score := scores.speakers):
        found = replace(found, der=score.der, voices_found=score.voices_found, voices=score.voices)
    if answer.paragraphs is not None and answer.turns is not None and scores.attribution:
        found = replace(found, attribution=scores.attribution.error)
    return found


def middle(runs: Sequence[tuple[Answer, Figures]]) -> tuple[Answer, Figures]:
    """One peer's runs as one: the first answer, and the medians of what all of them took."""
    answer, figures = runs[0]
    transcribing = [one.transcribing for one, _ in runs if one.transcribing]
    diarizing = [one.diarizing for one, _ in runs if one.diarizing]
    taken = [one for _, one in runs]
    return (
        replace(answer, transcribing=_middle(transcribing), diarizing=_middle(diarizing)),
        replace(
            figures,
            wall_s=median(one.wall_s for one in taken),
            cpu_s=median(one.cpu_s for one in taken),
            anonymous_mib=median(one.anonymous_mib for one in taken),
        ),
    )


def _middle(parts: Sequence[Spent]) -> Spent | None:
    if not parts:
        return None
    return Spent(median(part.wall_s for part in parts), median(part.cpu_s for part in parts))


def ours_for(answer: Answer, ours: Answer, figures: Figures) -> Spent:
    """What our whole process took, less the part that the peer does not do at all."""
    whole = Spent(figures.wall_s, figures.cpu_s)
    if answer.turns is None and ours.diarizing:
        return Spent(whole.wall_s - ours.diarizing.wall_s, whole.cpu_s - ours.diarizing.cpu_s)
    if answer.paragraphs is None and ours.transcribing:
        return Spent(whole.wall_s - ours.transcribing.wall_s, whole.cpu_s - ours.transcribing.cpu_s)
    return whole


def beside(found: Entry, same_work: Spent) -> Entry:
    return replace(found, wall_ratio=found.wall_s / same_work.wall_s, cpu_ratio=found.cpu_s / same_work.cpu_s)


def table(entries: Sequence[Entry]) -> Iterator[str]:
    """Markdown."""
    yield row(HEADS)
    yield "|---|" + "--:|" * (len(HEADS) - 1)
    for one in entries:
        voices = "—" if one.voices is None else f"{one.voices_found}/{one.voices}"
        ratio = "—" if one.wall_ratio is None else f"{one.wall_ratio:.2f}／{one.cpu_ratio:.2f}"
        shares = map(percent, (one.cer, one.standing, one.free))
        heard = (*shares, seconds(one.missed_s), "—" if one.invented is None else f"{one.invented}字")
        told = (percent(one.attribution), percent(one.der), voices)
        yield row((one.name, *heard, *told, seconds(one.wall_s), seconds(one.cpu_s), mib(one.memory_mib), ratio))


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} s"


def mib(value: float) -> str:
    return f"{value:.0f} MiB"
