"""Speed, memory and robustness, measured on whole processes and compared within one run.

process.py        seconds and memory of a process and its children
recognition.py    against raw faster-whisper on the same windows
diarization.py    against pyannote's own pipeline with the same models
memory.py         half an hour, two hours, eight hours
attribution.py    words to voices: against naive assignment, on simulated sittings
robustness.py     the sample meeting made worse in eight ways, sounds without speech, a human dialogue
look_at_word.py   the Word file through LibreOffice
"""
