"""話者識別モデル: a small pyannote pipeline on synthetic voices: segmentation, embedding, thresholds.

python -m training.diarizer segmentation RUN
python -m training.diarizer embedding RUN
python -m training.diarizer folder RUN FOLDER     puts both together and tunes the thresholds
"""
