"""What commands share: how typer is told of them, their options, the settings that come of these."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from minutes.domain.errors import BadOption
from minutes.settings import Settings

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}
"""Of every command; rich's tables cut Japanese off with "…" where 80 columns do not hold it, and no shell is set up."""
PRIVATE = 0o077
"""The service's mask: what it writes nobody else on the machine reads, wherever the data folder is."""
DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="途中結果とモデルを置くフォルダ（なければ MINUTES_DATA か ~/.local/share/minutes）",
        show_default=False,
    ),
]
DeviceChoice = Annotated[
    Literal["auto", "cpu", "cuda"] | None,
    typer.Option("--device", help="計算に使うもの（なければ MINUTES_DEVICE か auto）", show_default=False),
]


def settings_from(data: Path | None, device: str | None = None) -> Settings:
    """The environment's settings, with what the command line says otherwise."""
    given = {"data": data, "device": device}
    try:
        settings = Settings()
    except ValidationError as exc:
        wrong = exc.errors()[0]
        name = f"MINUTES_{wrong['loc'][0]}".upper()
        raise BadOption(f"環境変数 {name}", str(wrong["input"]), "値を直すか、この環境変数を消してください。") from exc
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})
