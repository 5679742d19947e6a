"""認識モデル: a small Whisper for chamber speech, from nothing: `python -m training.recogniser RUN` trains, `export` writes."""
