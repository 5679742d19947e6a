"""話者の区別: who speaks when, as voices; the only door to pyannote.audio.

    diarizer.load(folder, …)             -> the networks of a model's folder
    diarization.diarize(samples, …)      -> Diarization

Importing these takes seconds and half a gigabyte (torch): let only the process do so that tells voices apart. Whoever
only wants what was told apart before needs no more than ``kept``.
"""
