"""What is said of a draft that could not be made: to people in their words, to the log without."""

import pytest

from minutes.domain import errors
from minutes.jobs.problems import child_where, sentence

EVERY = [
    errors.UnreadableRecording("朝.m4a", "音声が入っていません。"),
    errors.NoSpeech("朝.m4a"),
    errors.NotUnderstood("朝.m4a", 20.0),
    errors.CannotRead("x"),
    errors.CannotWrite("/data/artefacts", "`--data` で空きのある場所を指定してください。"),
    errors.ChildDied(-9),
    errors.ModelFailed("whisper-trial", "CUDA out of memory"),
    ZeroDivisionError("division by zero"),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_nobody_on_a_page_is_told_what_to_type_at_a_command_line(error):
    told = sentence(error)
    assert told.endswith("。")
    if not isinstance(error, errors.ModelProblem):  # the administrator's, who has one
        assert not any(word in told for word in ("--", "`", "コマンド", "/data"))


def test_the_log_says_where_in_a_child_and_not_what():
    trace = 'Traceback:\n  File "asr.py", line 7, in hear\n    raise ValueError(text)\nValueError: ここだけの話\n'
    assert child_where(errors.ChildDied(1, trace)) == ['File "asr.py", line 7, in hear']
    assert child_where(ZeroDivisionError("ここだけの話")) == []
