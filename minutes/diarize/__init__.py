"""話者の区別: who speaks when, as voices; the only door to pyannote.audio.

Importing it takes seconds and half a gigabyte (torch): let only the process do so that tells voices apart.
"""

from minutes.diarize.diarization import diarize
from minutes.diarize.diarizer import Diarizer, load
from minutes.microphones import by_channel, refuse_if_not_microphones  # until workshop.py imports that room itself

__all__ = ["Diarizer", "by_channel", "diarize", "load", "refuse_if_not_microphones"]
