"""Speed, memory and robustness, measured on whole processes and compared within one run.

process.py        seconds and memory of a process and its children
recognition.py    against raw faster-whisper on the same windows
diarization.py    against pyannote's own pipeline with the same models, of random_diarizer.py
memory.py         half an hour, two hours, eight hours
attribution.py    words to voices: against naive assignment, on simulated sittings
document.py       the text that people edit, on the longest day: seed, load, a keystroke, back to minutes
uploads.py        twenty recordings sent at once to the service: its memory, and how quick the list of meetings stays
robustness.py     the sample meeting made worse in seven ways, sounds without speech, a human dialogue; degraded.py
                  makes the sounds
nobody.py         what is written in the sounds without speech; in `make demo`, with the base installation
peers.py          a meeting with its reference: against raw faster-whisper, pyannote's pipeline and WhisperX; of it
                  answers.py (what passes between processes), listeners.py and with_whisperx.py (the processes),
                  whisperx_home.py (WhisperX's environment), side_by_side.py (the table), verdict.py (where ours is
                  worse, and with whom it was not compared)
look_at_word.py   the Word file through LibreOffice
"""
