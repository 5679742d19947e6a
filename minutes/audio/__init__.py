"""録音の読み込み: the only door to PyAV. Any upload goes in, an ``Audio`` comes out.

    audio = decode(path, files, channels=False, on_progress=…)
    audio.samples   # the whole recording, 16 kHz mono int16, memory-mapped
    audio.missing   # where the file holds no sound that can be read: tell the user

    heard.py     Audio, and where its files are kept
    upload.py    the uploaded file as bytes: may it be read, which one is it
    source.py    the uploaded file as sound: its frames one by one
    timeline.py  frames -> blocks of 16 kHz sound, each where it belongs in time
    mix.py       all channels -> one, without clipping and without cancelling out
    tracks.py    blocks -> raw sample files
    proxy.py     blocks -> AAC in M4A for playback
    peaks.py     blocks -> the waveform's picture
    writing.py   what all written files need
    scratch.py   a folder for unfinished files that never outlives the work
    decode.py    the composition
    join.py      the recordings of one meeting, one after the other

Knows nothing of speech: silence and music decode as well as a meeting does.
"""

from minutes.audio.decode import MINIMUM_S, decode
from minutes.audio.heard import Audio, Files, Samples, forget
from minutes.audio.join import join
from minutes.audio.playback import Playback, playback
from minutes.audio.upload import name_of

__all__ = ["MINIMUM_S", "Audio", "Files", "Playback", "Samples", "decode", "forget", "join", "name_of", "playback"]
