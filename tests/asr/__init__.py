"""The room minutes/asr."""
