"""話者の区別: who speaks when, as voices; the only door to pyannote.audio.

Importing it takes seconds and half a gigabyte (torch): let only the process do so that tells voices apart.
"""

from minutes.diarize.diarization import diarize
from minutes.diarize.diarizer import Diarizer, load

__all__ = ["Diarizer", "diarize", "load"]
