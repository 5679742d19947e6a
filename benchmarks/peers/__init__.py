"""ほかの道具との見比べ: this product beside raw faster-whisper, pyannote's own pipeline and WhisperX.

answers.py        what every peer is asked and what it answers, between processes
listeners.py      the peers that run in this product's environment; with_whisperx.py the one that does not
whisperx_home.py  WhisperX's environment
asking.py         every peer, one after the other
side_by_side.py   the table
verdict.py        where ours is worse, and with whom it was not compared
"""
