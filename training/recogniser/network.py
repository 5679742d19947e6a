"""神経回路網: Whisper's architecture, with two more outputs that only training uses.

The ear has to tell the sound of every frame half-way up (`phonemes`) and the character in the middle of every
character's time at its top (`letters`), both known exactly from the synthesiser. That teaches in minutes what
attention alone did not find in hours, and it lets the decoder copy what the encoder has already written in kanji.
Two heads of one decoder layer are shown where each character is spoken: they are the model's `alignment_heads`.
Two heads of the last layer are shown where in the prompt a name is that is being spoken.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor, nn

MELS = 80
POSITIONS = 1_500
LONGEST = 448


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; ``heard_at``: the encoder layer after which phonemes are told.

    The decoder layer that is shown the sound, ``guided_layer``, comes before the last, which is shown the prompt.
    """

    tokens: int
    phonemes: int
    width: int = 256
    heads: int = 4
    encoder_layers: int = 5
    decoder_layers: int = 3
    heard_at: int = 3
    guided_layer: int = 1
    guided_heads: int = 2


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k = nn.Linear(width, width), nn.Linear(width, width, bias=False)
        self.v, self.out = nn.Linear(width, width), nn.Linear(width, width)

    def _split(self, x: Tensor) -> Tensor:
        return torch.unflatten(x, -1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, memory: Tensor | None = None, *, causal: bool = False) -> Tensor:
        memory = x if memory is None else memory
        q, k, v = self._split(self.q(x)), self._split(self.k(memory)), self._split(self.v(memory))
        if causal:
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:  # written out, it takes half the time of torch's own on a processor
            mixed = ((q / math.sqrt(q.shape[-1])) @ k.transpose(-1, -2)).softmax(-1).to(v.dtype) @ v
        out: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return out

    def with_weights(self, x: Tensor, memory: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """As `forward`, causal without a memory, and (batch, heads, queries, keys) logarithms of the attention."""
        causal, memory = memory is None, x if memory is None else memory
        q, k, v = self._split(self.q(x)), self._split(self.k(memory)), self._split(self.v(memory))
        scores = (q @ k.transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
        if causal:
            later = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).triu(1)
            scores = scores.masked_fill(later, -1e4)
        logs = F.log_softmax(scores, -1)
        return self.out((logs.exp().to(v.dtype) @ v).transpose(1, 2).flatten(2)), logs


class Feedforward(nn.Sequential):
    def __init__(self, width: int) -> None:
        super().__init__(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))


class EncoderLayer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(shape.width), Attention(shape.width, shape.heads)
        self.norm2, self.feedforward = nn.LayerNorm(shape.width), Feedforward(shape.width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.norm1(x))
        out: Tensor = x + self.feedforward(self.norm2(x))
        return out


class DecoderLayer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(shape.width), Attention(shape.width, shape.heads)
        self.norm2, self.cross = nn.LayerNorm(shape.width), Attention(shape.width, shape.heads)
        self.norm3, self.feedforward = nn.LayerNorm(shape.width), Feedforward(shape.width)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        x = x + self.attention(self.norm1(x), causal=True)
        x = x + self.cross(self.norm2(x), memory)
        out: Tensor = x + self.feedforward(self.norm3(x))
        return out

    def listening(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """As `forward`, and where in the memory it looks."""
        x = x + self.attention(self.norm1(x), causal=True)
        heard, logs = self.cross.with_weights(self.norm2(x), memory)
        x = x + heard
        return x + self.feedforward(self.norm3(x)), logs

    def recalling(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """As `forward`, and where in the text so far it looks."""
        recalled, logs = self.attention.with_weights(self.norm1(x))
        x = x + recalled
        x = x + self.cross(self.norm2(x), memory)
        return x + self.feedforward(self.norm3(x)), logs


class Encoder(nn.Module):
    positions: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, shape.width, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.register_buffer("positions", sinusoids(POSITIONS, shape.width))
        layers = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.layers = cast(Sequence[EncoderLayer], layers)
        self.norm = nn.LayerNorm(shape.width)
        self.heard_at = shape.heard_at
        self.ear_learns = True

    def ear(self) -> list[nn.Parameter]:
        """What turns sound into phonemes; it is left alone while ``ear_learns`` is false."""
        parts = (self.conv1, self.conv2, *self.layers[: self.heard_at])
        return [p for part in parts for p in part.parameters()]

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, 80, frames of 10 ms) -> (batch, frames of 20 ms, width) at the top, and half-way up."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.ear_learns):
            x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
            x = x + self.positions[: x.shape[1]]
            for layer in self.layers[: self.heard_at]:
                x = layer(x)
        middle = x
        for layer in self.layers[self.heard_at :]:
            x = layer(x)
        return self.norm(x), middle


class Decoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.tokens = nn.Embedding(shape.tokens, shape.width)
        self.positions = nn.Parameter(torch.randn(LONGEST, shape.width) * 0.01)
        layers = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.layers = cast(Sequence[DecoderLayer], layers)
        self.norm = nn.LayerNorm(shape.width)
        self.guided_layer, self.guided_heads = shape.guided_layer, shape.guided_heads
        nn.init.normal_(self.tokens.weight, std=0.04)

    def forward(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(batch, tokens) -> logits of the next token, and the guided heads' attention as logarithms.

        First to the sound, then to the text so far.
        """
        x = self.tokens(tokens) + self.positions[: tokens.shape[1]]
        for layer in self.layers[: self.guided_layer]:
            x = layer(x, memory)
        x, listened = self.layers[self.guided_layer].listening(x, memory)
        for layer in self.layers[self.guided_layer + 1 : -1]:
            x = layer(x, memory)
        x, recalled = self.layers[-1].recalling(x, memory)
        logits = F.linear(self.norm(x), self.tokens.weight)
        return logits, listened[:, : self.guided_heads], recalled[:, : self.guided_heads]


class Recogniser(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder, self.decoder = Encoder(shape), Decoder(shape)
        self.phonemes = nn.Sequential(nn.LayerNorm(shape.width), nn.Linear(shape.width, shape.phonemes))
        self.letters = nn.Linear(shape.width, shape.tokens)


def sinusoids(length: int, width: int) -> Tensor:
    """Whisper's fixed positions."""
    scales = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * scales[None]
    return torch.cat([angles.sin(), angles.cos()], 1)
