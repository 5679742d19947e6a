"""語彙: one token a character, then Whisper's special tokens, then its 1,501 times."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|ja|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIMES = 1_501
TIME_S = 0.02


@dataclass(frozen=True)
class Vocabulary:
    """Tokens by their number. The empty first one makes CTranslate2 see a multilingual model."""

    alphabet: str
    number: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", {token: index for index, token in enumerate(self.tokens)})

    @property
    def tokens(self) -> tuple[str, ...]:
        times = (f"<|{index * TIME_S:.2f}|>" for index in range(TIMES))
        return ("", " ", *self.alphabet, *SPECIAL, *times)

    def special(self, name: str) -> int:
        return self.number[f"<|{name}|>"]

    def spell(self, text: str) -> list[int]:
        """Raises KeyError for a character that no training text has."""
        return [self.number[letter] for letter in text]

    def time(self, seconds: float) -> int:
        return self.number["<|0.00|>"] + min(TIMES - 1, round(seconds / TIME_S))

    def text(self, tokens: Sequence[int]) -> str:
        last = self.special("endoftext")
        return "".join(self.tokens[token] for token in tokens if token < last)
