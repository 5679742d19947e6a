"""配布元の所在: where models are fetched from, and what a person does to be let in. Makes no request itself."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from minutes.domain.errors import DownloadFailed
from minutes.models.catalogue import Model

ENDPOINT = "https://huggingface.co"
WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each further attempt at a broken download; they start anew whenever bytes have come."""

BY_HAND = (
    "ネットワークにつながらない所では、つながる機械で取得したモデルのフォルダを USB メモリーなどで運び、"
    "`minutes models import フォルダ` で取り込めます。"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where to fetch from: the Hub or a town's mirror of it. ``token`` is handed in for gated models alone."""

    endpoint: str = ENDPOINT
    token: str | None = None
    waits_s: tuple[float, ...] = WAITS_S


def refuse_to_be_overheard(source: Source, model: Model) -> None:
    """``DownloadFailed`` where a token would go over a line that others can read."""
    if source.token and not _unheard(source.endpoint):
        raise DownloadFailed(
            model.name,
            f"配布元 {source.endpoint} は https ではありません。HF_TOKEN を盗み見られないように、何も送りませんでした。"
            "HF_ENDPOINT を https で始まるアドレスにしてください。",
        )


def _unheard(endpoint: str) -> bool:
    """Whether requests are encrypted, or do not leave this machine."""
    try:
        place = urlsplit(endpoint)
    except ValueError:
        return False
    if place.scheme == "https" or place.hostname == "localhost":
        return True
    try:
        return ip_address(place.hostname or "").is_loopback
    except ValueError:
        return False


def how_to_be_let_in(model: Model) -> str:
    """What a person does once, before a gated model can be fetched."""
    return (
        "次の順にしてください。\n"
        f"  1. ブラウザで {ENDPOINT}/{model.repository} を開き、無料の登録と、利用条件への同意をします。\n"
        f"  2. {ENDPOINT}/settings/tokens でトークン（hf_ で始まる文字）を作ります。\n"
        f"  3. `HF_TOKEN=トークン minutes models pull {model.name}` を実行します。\n"
        f"{BY_HAND}"
    )
