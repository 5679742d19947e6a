"""見比べ: the peers' figures side by side, and where ours is worse. Pure; runs nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.answers import Answer, Spent
from benchmarks.process import Figures
from minutes.domain.speech import Turn
from minutes.evaluation import Reference, evaluate

OURS, UNHINTED = "ours", "unhinted"
NAMES = {
    OURS: "この製品",
    UNHINTED: "この製品・名簿なし",
    "sequential": "faster-whisper 順次",
    "batched": "faster-whisper 一括",
    "stock": "pyannote 標準",
    "whisperx": "WhisperX",
}
HEADS = (
    "",
    "CER b",
    "定型 b",
    "自由 b",
    "文にならず",
    "創作",
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
class Line:
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


def line(peer: str, answer: Answer, figures: Figures, reference: Reference, turns: Sequence[Turn] | None) -> Line:
    """The answer scored as ``minutes evaluate`` scores a draft. ``turns``: who really spoke when (RTTM)."""
    scores = evaluate(answer.paragraphs or (), reference, turns=turns, found=answer.turns or ())
    found = Line(peer, answer.setting, figures.wall_s, figures.cpu_s, figures.anonymous_mib)
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


def ours_for(answer: Answer, ours: Answer, figures: Figures) -> Spent:
    """What our whole process took, less the part that the peer does not do at all."""
    whole = Spent(figures.wall_s, figures.cpu_s)
    if answer.turns is None and ours.diarizing:
        return Spent(whole.wall_s - ours.diarizing.wall_s, whole.cpu_s - ours.diarizing.cpu_s)
    if answer.paragraphs is None and ours.transcribing:
        return Spent(whole.wall_s - ours.transcribing.wall_s, whole.cpu_s - ours.transcribing.cpu_s)
    return whole


def beside(found: Line, same_work: Spent) -> Line:
    return replace(found, wall_ratio=found.wall_s / same_work.wall_s, cpu_ratio=found.cpu_s / same_work.cpu_s)


def table(lines: Sequence[Line]) -> Iterator[str]:
    """Markdown."""
    yield row(HEADS)
    yield "|---|" + "--:|" * (len(HEADS) - 1)
    for one in lines:
        voices = "—" if one.voices is None else f"{one.voices_found}/{one.voices}"
        ratio = "—" if one.wall_ratio is None else f"{one.wall_ratio:.2f}／{one.cpu_ratio:.2f}"
        shares = map(percent, (one.cer, one.standing, one.free))
        heard = (*shares, seconds(one.missed_s), "—" if one.invented is None else f"{one.invented}字")
        told = (percent(one.attribution), percent(one.der), voices)
        yield row((one.name, *heard, *told, seconds(one.wall_s), seconds(one.cpu_s), mib(one.memory_mib), ratio))


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} s"


def mib(value: float) -> str:
    return f"{value:.0f} MiB"


def worse(lines: Sequence[Line]) -> tuple[str, ...]:
    """Where ours is worse than a peer by what the table can show, in sentences; quality first, then cost."""
    own = [one for one in lines if one.peer in (OURS, UNHINTED)]
    peers = [one for one in lines if one not in own]
    return tuple(sentence for mine in own for peer in peers for sentence in _worse(mine, peer))


def _worse(ours: Line, peer: Line) -> Iterator[str]:
    for what, mine, theirs in (
        ("文字の誤り率（全部）が高い", ours.cer, peer.cer),
        ("文字の誤り率（定型の文）が高い", ours.standing, peer.standing),
        ("文字の誤り率（自由な文）が高い", ours.free, peer.free),
        ("別の人の発言とされた字が多い", ours.attribution, peer.attribution),
        ("話者の誤り率（DER）が高い", ours.der, peer.der),
    ):
        if mine is not None and theirs is not None and round(mine, 3) > round(theirs, 3):
            yield _sentence(ours, peer, what, percent(mine), percent(theirs))
    if ours.missed_s is not None and peer.missed_s is not None and round(ours.missed_s, 1) > round(peer.missed_s, 1):
        yield _sentence(ours, peer, "文にならなかった発話が長い", seconds(ours.missed_s), seconds(peer.missed_s))
    if ours.invented is not None and peer.invented is not None and ours.invented > peer.invented:
        yield _sentence(ours, peer, "話していない所に書いた字が多い", f"{ours.invented}字", f"{peer.invented}字")
    if ours.voices_off is not None and peer.voices_off is not None and ours.voices_off > peer.voices_off:
        yield _sentence(ours, peer, "声の数が外れている", f"{ours.voices_found}人", f"{peer.voices_found}人")
    if ours.peer == OURS:
        yield from _dearer(ours, peer)


def _dearer(ours: Line, peer: Line) -> Iterator[str]:
    """Time for the same work; memory where both do everything."""
    for what, ratio in (("時間", peer.wall_ratio), ("演算", peer.cpu_ratio)):
        if ratio is not None and round(ratio, 2) < 1:
            yield f"{ours.name}は{peer.name}より{what}がかかる：同じ仕事に {1 / ratio:.2f} 倍"
    both = peer.cer is not None and peer.der is not None
    if both and round(ours.memory_mib) > round(peer.memory_mib):
        yield _sentence(ours, peer, "メモリーを多く使う", mib(ours.memory_mib), mib(peer.memory_mib))


def _sentence(ours: Line, peer: Line, what: str, mine: str, theirs: str) -> str:
    return f"{ours.name}は{peer.name}より{what}：{mine}、相手は {theirs}"
