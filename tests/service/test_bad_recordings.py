"""Recordings that are none, through the whole service: the page says so, the meeting stays, another can be given."""

import av
import pytest

from tests.audio.recordings import picture_stream, show
from tests.conftest import SAMPLE
from tests.service.service import Service, hear, until


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Service(tmp_path_factory.mktemp("bad") / "service") as service:
        yield service


def memo(_):
    return "議事録のメモ\n".encode() * 1000


def video_without_sound(folder):
    with av.open(str(folder / "a.mp4"), "w") as container:
        show(container, picture_stream(container), 5.0)
    return (folder / "a.mp4").read_bytes()


def cut_short(folder):
    """Where its index would be, an MP4 file has nothing any more."""
    with av.open(str(SAMPLE / "meeting.ogg")) as source, av.open(str(folder / "a.m4a"), "w") as target:
        stream = target.add_stream("aac", rate=16_000)
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
            if frame.time > 5:
                break
        target.mux(stream.encode(None))
    content = (folder / "a.m4a").read_bytes()
    return content[: len(content) * 2 // 3]


BAD = {memo: "中身は文字のファイルです", video_without_sound: "音声が入っていません", cut_short: "を読み込めません。"}


@pytest.mark.parametrize("made", BAD, ids=lambda made: made.__name__)
def test_what_is_wrong_is_said_and_the_meeting_stays(service, made, tmp_path):
    meeting = hear(service, made(tmp_path))
    until(lambda: (job := service.job(meeting)) and job.failed_at, service.said)
    page = service.page(f"/meetings/{meeting}")
    assert "録音「定例会.wav」を読み込めません。" in page
    assert BAD[made] in page
    assert f"/meetings/{meeting}/recordings" in page


def test_another_recording_can_be_given(service, clip, tmp_path):
    meeting = hear(service, memo(tmp_path) + b"!")  # another than before, or it would be recognised
    until(lambda: (job := service.job(meeting)) and job.failed_at, service.said)
    recording = service.begin_upload(len(clip))
    service.send(recording, clip)
    service.form(f"/meetings/{meeting}/recordings", recording=recording)
    assert service.outcome(meeting)["number"] == 1
