"""Recordings in which every channel is one person's microphone: who is loud in their own microphone speaks.

Nothing here knows of models. A voice leaks into the neighbours' microphones, so that levels are compared, each relative
to the gain of its microphone.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from minutes.domain.artefact import Progress
from minutes.domain.errors import BadInput
from minutes.domain.speech import SAMPLE_RATE, Diarization, Turn, Voice
from minutes.microphones.gauge import OVER_NOISE, Gauge, gauged
from minutes.microphones.loudness import DIGITAL_SILENCE, FRAME, Decibels, Loudness, Samples
from minutes.microphones.spells import Spell, Spells, exclusive, tidied

MODEL = "microphones"
"""What stands in the place of a model's name: no model was used."""

_BELOW_SPEECH = 20.0
"""dB under loud speech to begin to speak. Where a conference system mutes microphones their noise cannot be measured,
and the room heard by an open one must not count as speech."""

_BELOW_LOUDEST = 6.0
"""dB under the loudest microphone at which another voice is taken for speech of its own, to begin; less where
microphones are close to one another. Neighbours at a council's table leak at -10 to -20 dB; two people at once are
within a few dB."""

_SLACK = 3.0
"""dB less that are asked of someone who is already speaking."""

_FRAME_S = FRAME / SAMPLE_RATE


def by_channel(channels: Sequence[Samples], *, on_progress: Progress) -> Diarization:
    """Turns by microphone; each channel 1-D int16 at 16 kHz, all of the same length.

    Voices are named in the order of their first speech and have no prints. Raises BadInput where the channels cannot
    be microphones of their own.
    """
    refuse_if_not_microphones(channels)
    loudness = Loudness(channels, lambda share: on_progress(0.9 * share))
    gauge = gauged(loudness)
    speaking, loudest = Spells(len(channels)), Spells(len(channels))
    state = np.zeros(len(channels), bool)
    for level in loudness.stretches():
        relative = level - gauge.gain
        active = _active(level - gauge.noise, relative, gauge, state)
        state = active[-1]
        speaking.add(active)
        first = np.where(active, relative, 2 * DIGITAL_SILENCE).argmax(axis=1)
        loudest.add(active & (np.arange(len(channels)) == first[:, None]))
    on_progress(1.0)
    return _named(tidied(speaking.finish()), exclusive(loudest.finish()))


def refuse_if_not_microphones(channels: Sequence[Samples]) -> None:
    """Raise BadInput where there is one channel only, or every channel carries the same signal."""
    if len(channels) < 2:
        raise BadInput(
            "この録音にはチャンネルが1つしかないため、マイクごとに話者を分けられません。"
            "`--microphones` を付けずに実行してください。"
        )
    if len({len(channel) for channel in channels}) > 1:
        raise BadInput("チャンネルの長さがそろっていません。録音機から書き出し直してください。")
    if all(_same(channels[0], channel) for channel in channels[1:]):
        raise BadInput(
            "この録音のチャンネルはどれも同じ音です（1本のマイクを左右に録音したもの）。"
            "`--microphones` を付けずに実行してください。"
        )


def _same(one: Samples, other: Samples, windows: int = 60) -> bool:
    """Whether two channels are copies, up to their gain, in a second here and there of the whole recording."""
    heard = False
    for start in np.linspace(0, max(0, len(one) - SAMPLE_RATE), windows).astype(int):
        a, b = (channel[start : start + SAMPLE_RATE].astype(np.float64) for channel in (one, other))
        energy = np.sqrt(np.dot(a, a) * np.dot(b, b))
        if energy == 0.0:
            if a.any() or b.any():
                return False
        elif np.dot(a, b) / energy < 0.99:
            return False
        else:
            heard = True
    return heard


def _active(
    over_noise: Decibels, relative: Decibels, gauge: Gauge, state: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """(frames, channels): who speaks, with hysteresis; ``state`` is who spoke in the frame before."""
    begins, goes_on = _loud(over_noise, relative, gauge, 0.0), _loud(over_noise, relative, gauge, _SLACK)
    # the last frame that decided either way holds until the next one does
    decided = begins | ~goes_on
    last = np.maximum.accumulate(np.where(decided, np.arange(len(decided))[:, None], -1), axis=0)
    return np.where(last >= 0, np.take_along_axis(begins, np.maximum(last, 0), axis=0), state)


def _loud(over_noise: Decibels, relative: Decibels, gauge: Gauge, slack: float) -> npt.NDArray[np.bool_]:
    heard = np.where(over_noise > OVER_NOISE - slack, relative, 2 * DIGITAL_SILENCE)
    behind = heard.max(axis=1, keepdims=True) - heard
    loud: npt.NDArray[np.bool_] = (heard > gauge.speech - _BELOW_SPEECH - slack) & (
        behind < max(0.0, min(_BELOW_LOUDEST, gauge.apart / 2)) + slack
    )
    return loud


def _named(turns: Sequence[Spell], floor: Sequence[Spell]) -> Diarization:
    order = dict.fromkeys(spell.channel for spell in sorted(turns, key=lambda spell: (spell.start, spell.channel)))
    labels = {channel: f"S{number}" for number, channel in enumerate(order, start=1)}
    return Diarization(
        turns=_turns(turns, labels),
        floor=_turns(floor, labels),
        voices=tuple(Voice(label, None) for label in labels.values()),
        model=MODEL,
    )


def _turns(spells: Sequence[Spell], labels: dict[int, str]) -> tuple[Turn, ...]:
    turns = (
        Turn(labels[spell.channel], spell.start * _FRAME_S, spell.stop * _FRAME_S)
        for spell in spells
        if spell.channel in labels
    )
    return tuple(sorted(turns, key=lambda turn: (turn.start_s, turn.end_s, turn.voice)))
