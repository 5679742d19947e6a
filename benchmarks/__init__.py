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
desk.py           the correction desk with a meeting of eight hours, in a real browser
history.py        the versions of a long text
peers/            a meeting with its reference: against raw faster-whisper, pyannote's pipeline and WhisperX
trials/           somebody who has never seen the program corrects the sample meeting
"""
