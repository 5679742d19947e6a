"""Recordings that are none, through the whole service: the page says so, the meeting stays, another can be given."""

import io
import resource
import shutil
import wave

import av
import numpy as np
import pytest

from benchmarks.degraded import SPEECHLESS
from minutes.audio.heard import SAMPLE_BYTES
from minutes.domain.speech import SAMPLE_RATE
from tests.audio.recordings import Kind, picture_stream, record, show
from tests.conftest import SAMPLE, beginning
from tests.service.service import Service, hear, until

OPENING = "本日の会議を開きます"
"""Said within the sample's first twelve seconds."""
NOBODY_SPEAKS = "録音「定例会.wav」から発言を聞き取れませんでした（無音、または音楽や雑音だけのようです）。"
ROOM = 8 * 1024**2
"""Enough for the database, which is the worker's, too."""


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


def spoken(length_s):
    """The sample meeting's first part. int16 (samples,)"""
    with wave.open(io.BytesIO(beginning(length_s))) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")[: round(length_s * SAMPLE_RATE)]


def wav(samples):
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, SAMPLE_BYTES, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return written.getvalue()


def stored(folder, kind, beginning_s):
    """The sample meeting's first part; of several microphones only the third hears it."""
    sound = np.zeros((kind.channels, round(beginning_s * kind.rate)), np.float32)
    sound[min(2, kind.channels - 1)] = spoken(beginning_s)[:: SAMPLE_RATE // kind.rate] / 2**15
    return record(folder / f"a.{kind.suffix}", kind, sound).read_bytes()


def too_short(folder):
    return stored(folder, Kind("wav", "pcm_s16le", rate=16_000, channels=1), beginning_s=0.2)


BAD = {
    memo: "中身は文字のファイルです",
    video_without_sound: "音声が入っていません",
    cut_short: "を読み込めません。",
    too_short: "長さが0.2秒しかありません",
}


@pytest.mark.parametrize("made", BAD, ids=lambda made: made.__name__)
def test_what_is_wrong_is_said_and_the_meeting_stays(service, made, tmp_path):
    meeting = hear(service, made(tmp_path))
    page = refused(service, meeting)
    assert "録音「定例会.wav」を読み込めません。" in page
    assert BAD[made] in page


@pytest.mark.parametrize("sound", SPEECHLESS)
def test_where_nobody_speaks_nothing_is_written(service, sound):
    meeting = hear(service, wav(SPEECHLESS[sound](20.0)))
    page = refused(service, meeting)
    assert NOBODY_SPEAKS in page
    assert 'id="heard"' not in page
    assert service.get(f"/meetings/{meeting}/files/json").status_code == 404


def refused(service, meeting):
    """-> the meeting's page, which says why there is no draft, and takes another recording."""
    until(lambda: (job := service.job(meeting)) and (job.failed_at or job.finished_at), service.said)
    page = service.page(f"/meetings/{meeting}")
    assert "粗原稿を作れませんでした" in page
    assert f"/meetings/{meeting}/recordings" in page
    return page


def test_another_recording_can_be_given_though_it_is_one_of_the_telephone(service, tmp_path):
    meeting = hear(service, memo(tmp_path) + b"!")  # another than before, or it would be recognised
    refused(service, meeting)
    clip = stored(tmp_path, Kind("wav", "pcm_mulaw", rate=8_000, channels=1), beginning_s=12)
    recording = service.begin_upload(len(clip))
    service.send(recording, clip)
    service.form(f"/meetings/{meeting}/recordings", recording=recording)
    assert service.outcome(meeting)["number"] == 1
    assert OPENING in text(service, meeting)


def test_one_of_eight_microphones_is_enough_for_a_draft(service, tmp_path):
    meeting = hear(service, stored(tmp_path, Kind("flac", "flac", rate=16_000, channels=8), beginning_s=12))
    assert service.outcome(meeting)["number"] == 1
    assert OPENING in text(service, meeting)


def test_a_damaged_model_is_no_fault_of_the_recording(service):
    """Never silently replaced by the small bundled one; and whole again, it is gone on with."""
    damaged = service.data / "models" / "large-v3-turbo"
    damaged.mkdir(parents=True)
    (damaged / "model.bin").write_bytes(b"not what was downloaded")
    try:
        meeting = hear(service, wav(spoken(12)))
        page = refused(service, meeting)
    finally:
        shutil.rmtree(damaged)
    assert "モデル「large-v3-turbo」が壊れています" in page
    service.form(f"/meetings/{meeting}/again")
    until(lambda: service.get(f"/meetings/{meeting}/files/json").status_code == 200, service.said)
    assert OPENING in text(service, meeting)


def test_a_disk_that_is_full_while_the_recording_is_read(service):
    """The kernel refuses the worker every longer file: real writes, no root needed. And then it does not."""
    resource.prlimit(service.part("worker"), resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
    meeting = hear(service, wav(np.zeros(ROOM // SAMPLE_BYTES + SAMPLE_RATE, np.int16)))
    page = refused(service, meeting)
    assert "サーバーのディスクに書き込めませんでした。管理者に知らせて、ディスクの空きと" in page
    assert "もう一度始めると続きから進みます。" in page
    resource.prlimit(service.part("worker"), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    service.form(f"/meetings/{meeting}/again")
    until(lambda: NOBODY_SPEAKS in service.page(f"/meetings/{meeting}"), service.said)  # so it was read to its end


def text(service, meeting):
    draft = service.get(f"/meetings/{meeting}/files/json").json()
    return "".join(paragraph["text"] for paragraph in draft["minutes"]["paragraphs"])
