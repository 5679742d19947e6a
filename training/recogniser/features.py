"""スペクトログラム: what Whisper hears, in torch: as faster-whisper computes it, for whole batches."""

from functools import cache

import torch
from faster_whisper.feature_extractor import FeatureExtractor
from torch import Tensor


@cache
def _filters() -> tuple[Tensor, Tensor]:
    return torch.tensor(FeatureExtractor().mel_filters).float(), torch.hann_window(400)


def log_mel(sound: Tensor) -> Tensor:
    """(batch, samples at 16 kHz) -> (batch, 80, frames of 10 ms)."""
    filters, window = _filters()
    power = torch.stft(sound, 400, 160, window=window, return_complex=True)[..., :-1].abs() ** 2
    mel = torch.clamp(filters @ power, min=1e-10).log10()
    return (torch.maximum(mel, mel.amax(dim=(-2, -1), keepdim=True) - 8) + 4) / 4
