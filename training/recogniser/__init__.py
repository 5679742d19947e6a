"""認識モデル: a small Whisper for chamber speech, from nothing.

python -m training.recogniser RUN             trains in folder RUN, going on where it was
python -m training.recogniser.export RUN OUT  writes the folder that faster-whisper loads
"""
