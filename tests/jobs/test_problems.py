"""What is said of a draft that could not be made: to people in their words, to the log without."""

from pathlib import Path

import pytest

from minutes.domain import errors
from minutes.jobs.problems import child_where, sentence
from minutes.store.database import DatabaseFull
from minutes.store.uploads import NoRoom

EVERY = [
    errors.UnreadableRecording("朝.m4a", "音声が入っていません。"),
    errors.NoSpeech("朝.m4a"),
    errors.NotUnderstood("朝.m4a", 20.0),
    errors.CannotRead.because(Path("/data/artefacts"), OSError(5, "Input/output error")),
    errors.CannotWrite.because(Path("/data/artefacts"), OSError(28, "No space left on device")),
    errors.RemoteAway("s3://aoba/recordings", TimeoutError()),
    errors.ModelMissing("whisper-large-v3"),
    errors.ChildDied(-9),
    errors.ModelFailed("whisper-trial", "CUDA out of memory"),
    ZeroDivisionError("division by zero"),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_nobody_on_a_page_is_told_what_to_type_at_a_command_line(error):
    told = sentence(error)
    assert told.endswith("。")
    if not isinstance(error, errors.ModelProblem):  # the administrator's, who has one
        assert not any(word in told for word in ("--", "`", "コマンド", "/data", "s3:", "MINUTES_"))


def test_what_has_words_for_a_page_already_keeps_them():
    assert sentence(DatabaseFull()).startswith(str(DatabaseFull()))
    assert sentence(NoRoom()).startswith("「録音の置き場所」に書き込めません。空きが足りません。")


def test_the_log_says_where_in_a_child_and_not_what():
    trace = 'Traceback:\n  File "asr.py", line 7, in hear\n    raise ValueError(text)\nValueError: ここだけの話\n'
    assert child_where(errors.ChildDied(1, trace)) == ['File "asr.py", line 7, in hear']
    assert child_where(ZeroDivisionError("ここだけの話")) == []
