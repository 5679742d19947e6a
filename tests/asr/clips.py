"""The clips of this room's tests, the model that comes with the program, and artefacts in memory."""

import json
from pathlib import Path

import numpy as np
from faster_whisper.audio import decode_audio

FOLDER = Path(__file__).parents[1] / "data" / "asr"
MODEL = Path(__file__).parents[2] / "minutes" / "models" / "bundled" / "whisper-trial"
SPOKEN = json.loads((FOLDER / "clips.json").read_text())


def clip(name):
    return np.round(decode_audio(str(FOLDER / f"{name}.ogg")) * 32767).astype(np.int16)


def bare(text):
    return "".join(character for character in text if character not in "、。 ")


class Memory(dict):
    """Artefacts in memory."""

    def put(self, key, value):
        assert key not in self, "made twice"
        self[key] = value


class Torn(dict):
    """Artefacts that a power cut left empty or in part, and that may therefore be made once more."""

    put = dict.__setitem__


class PowerCut(Exception):
    """The machine goes off."""


class Failing(Memory):
    """Artefacts on a machine that goes off after so many puts."""

    def __init__(self, known, puts):
        super().__init__(known)
        self.left = puts

    def put(self, key, value):
        if self.left == 0:
            raise PowerCut
        self.left -= 1
        super().put(key, value)
