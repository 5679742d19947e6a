"""判定: where ours is worse than a peer, and with whom it was not compared. Pure; runs nothing."""

from collections.abc import Collection, Iterator, Sequence

from benchmarks.peers.side_by_side import NAMES, OURS, UNHINTED, Entry, mib, seconds
from minutes.evaluation import percent


def told(entries: Sequence[Entry], expected: Collection[str]) -> Iterator[str]:
    """Markdown. ``expected``: every peer that can be compared here, run or not."""
    yield "この製品のほうが悪いところ："
    found = worse(entries)
    if found is None:
        missing = "相手" if any(one.peer == OURS for one in entries) else "この製品"
        yield f"- 比べていません（{missing}の結果がありません）。"
    else:
        yield from (f"- {sentence}。" for sentence in found or ("表に出る差では、ありません",))
    if left := uncompared(entries, expected):
        yield ""
        yield f"比べていない相手：{'、'.join(left)}。"


def uncompared(entries: Sequence[Entry], expected: Collection[str]) -> tuple[str, ...]:
    """The names of those that ours does not stand beside: they did not run, or ours did not."""
    run = {one.peer for one in entries}
    return tuple(NAMES[peer] for peer in expected if peer != OURS and not {OURS, peer} <= run)


def worse(entries: Sequence[Entry]) -> tuple[str, ...] | None:
    """Where ours is worse than a peer by what the table can show, in sentences; quality first, then cost.

    ``None`` where nothing was compared: ours did not run, or no peer did.
    """
    own = [one for one in entries if one.peer in (OURS, UNHINTED)]
    peers = [one for one in entries if one not in own]
    if not peers or all(one.peer != OURS for one in own):
        return None
    return tuple(sentence for mine in own for peer in peers for sentence in _worse(mine, peer))


def _worse(ours: Entry, peer: Entry) -> Iterator[str]:
    for what, mine, theirs in (
        ("文字の誤り率（全部）が高い", ours.cer, peer.cer),
        ("文字の誤り率（定型の文）が高い", ours.standing, peer.standing),
        ("文字の誤り率（自由な文）が高い", ours.free, peer.free),
        ("別の人の発言とされた文字が多い", ours.attribution, peer.attribution),
        ("話者の誤り率（DER）が高い", ours.der, peer.der),
    ):
        if mine is not None and theirs is not None and round(mine, 3) > round(theirs, 3):
            yield _sentence(ours, peer, what, percent(mine), percent(theirs))
    if ours.missed_s is not None and peer.missed_s is not None and round(ours.missed_s, 1) > round(peer.missed_s, 1):
        yield _sentence(ours, peer, "抜けた発言が長い", seconds(ours.missed_s), seconds(peer.missed_s))
    if ours.invented is not None and peer.invented is not None and ours.invented > peer.invented:
        yield _sentence(ours, peer, "作られた文字が多い", f"{ours.invented}字", f"{peer.invented}字")
    if ours.voices_off is not None and peer.voices_off is not None and ours.voices_off > peer.voices_off:
        yield _sentence(ours, peer, "声の数が外れている", f"{ours.voices_found}人", f"{peer.voices_found}人")
    if ours.peer == OURS:
        yield from _dearer(ours, peer)


def _dearer(ours: Entry, peer: Entry) -> Iterator[str]:
    """Time for the same work; memory where both do everything."""
    for what, ratio in (("時間", peer.wall_ratio), ("演算", peer.cpu_ratio)):
        if ratio is not None and round(ratio, 2) < 1:
            yield f"{ours.name}は{peer.name}より{what}がかかる：同じ仕事に {1 / ratio:.2f} 倍"
    both = peer.cer is not None and peer.der is not None
    if both and round(ours.memory_mib) > round(peer.memory_mib):
        yield _sentence(ours, peer, "メモリーを多く使う", mib(ours.memory_mib), mib(peer.memory_mib))


def _sentence(ours: Entry, peer: Entry, what: str, mine: str, theirs: str) -> str:
    return f"{ours.name}は{peer.name}より{what}：{mine}、相手は {theirs}"
