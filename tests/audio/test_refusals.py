"""What cannot be used is refused with a sentence that says what happened and what to do; nothing is left behind."""

import os
import stat
import wave
from contextlib import contextmanager
from io import FileIO

import av
import numpy as np
import pytest

from minutes.audio import decode
from minutes.audio.source import frames, opened
from minutes.audio.upload import name_of
from minutes.domain.errors import CannotWrite, UnreadableRecording
from minutes.store.files import Files
from tests.audio.recordings import Kind, picture_stream, record, show, tones

VOICE = Kind("wav", "pcm_s16le", rate=16_000, channels=1)


@pytest.fixture
def refused(heard, nothing_left):
    def message(path):
        with pytest.raises(UnreadableRecording) as caught:
            heard(path)
        assert nothing_left()
        return str(caught.value)

    return message


def test_an_empty_file(tmp_path, refused):
    path = tmp_path / "空.mp3"
    path.touch()
    assert refused(path) == (
        "録音「空.mp3」を読み込めません。ファイルが空（0バイト）です。録音機からもう一度コピーしてください。"
    )


@pytest.mark.parametrize("text", ["議事録のメモ\n" * 1000, "x", "RIFF"], ids=["memo", "x", "RIFF"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_text_renamed_to_mp3(text, encoding, tmp_path, refused):
    """FFmpeg takes some texts for MP3 and would make a second of noise of this one."""
    path = tmp_path / "memo.mp3"
    path.write_text(text, encoding=encoding)
    assert "中身は文字のファイルです" in refused(path)


@pytest.mark.parametrize("content", [bytes(100_000), np.random.default_rng(1).bytes(200_000)], ids=["zeros", "noise"])
def test_bytes_without_meaning(content, tmp_path, refused):
    path = tmp_path / "noise.mp3"
    path.write_bytes(content)
    assert refused(path).startswith("録音「noise.mp3」を読み込めません。")


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile secret.wav\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsecret.wav\n#EXT-X-ENDLIST\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 49170 RTP/AVP 0\n",
    ],
    ids=["concat", "HLS", "SDP"],
)
def test_a_playlist_renamed_to_mp3_opens_no_other_file(text, tmp_path, refused):
    record(tmp_path / "secret.wav", VOICE, tones(VOICE, 5.0))
    path = tmp_path / "list.mp3"
    path.write_text(text)
    assert "中身は文字のファイルです" in refused(path)


def test_a_video_without_sound(tmp_path, refused):
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        show(container, picture_stream(container), 5.0)
    assert "音声が入っていません" in refused(tmp_path / "a.mp4")


def test_a_fifth_of_a_second(tmp_path, refused):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 0.2))
    assert "長さが0.2秒しかありません（1秒以上が必要です）" in refused(path)


def test_a_sound_file_without_sound(tmp_path, refused):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(b"")
    assert "音声" in refused(tmp_path / "a.wav")


def test_a_missing_file(tmp_path, refused):
    assert "ファイルが見つかりません" in refused(tmp_path / "ない.wav")


def test_a_folder(tmp_path, refused):
    assert "フォルダです" in refused(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path, refused):
    os.mkfifo(tmp_path / "pipe.wav")
    assert "ファイルではありません" in refused(tmp_path / "pipe.wav")


@contextmanager
def without_root():
    """Root may read everything: for a moment we are somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_we_may_not_read(tmp_path, files):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0))
    path.chmod(0)
    with without_root(), pytest.raises(UnreadableRecording, match="読み取りの権限がありません"):
        decode(path, files, on_progress=lambda share: None)


def test_a_data_folder_we_may_not_write(tmp_path):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0))
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(CannotWrite, match="書き込みの権限"):
        decode(path, Files(blocked / "data"), on_progress=lambda share: None)


def test_a_stick_pulled_out_while_it_is_read(tmp_path):
    class Stick(FileIO):
        def readinto(self, buffer):
            return self._gone() if self.tell() > 1_000_000 else super().readinto(buffer)

        def read(self, size=-1):
            return self._gone() if self.tell() > 1_000_000 else super().read(size)

        def _gone(self):
            raise OSError(5, "Input/output error")

    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 60.0))
    with (
        Stick(path) as file,
        opened(file, "a.wav") as source,
        pytest.raises(UnreadableRecording, match="途中で読み取れなくなりました"),
    ):
        list(frames(source))


def test_a_file_still_being_copied(tmp_path, files, nothing_left):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 5.0))

    def copy_on(share):
        with path.open("ab") as file:
            file.write(bytes(1000))

    with pytest.raises(UnreadableRecording, match="ファイルが書き換わりました"):
        decode(path, files, on_progress=copy_on)
    assert nothing_left()


def test_work_that_is_interrupted_leaves_nothing(tmp_path, files, nothing_left):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 5.0))

    def ctrl_c(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decode(path, files, on_progress=ctrl_c)
    assert nothing_left()


NAMES = [
    "定例会 第１日（午前）.wav",
    "..%2F..%2Fetc.wav",
    "あ" * 83 + ".wav",
    "-rf.wav",
    "a\nb.wav",
    "http:x.wav",
    "%d.wav",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_that_a_disk_can_hold_is_only_shown_never_used(name, tmp_path, files, heard):
    audio = heard(record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0)).rename(tmp_path / name))
    assert audio.recording.name == name.replace("\n", "\ufffd")
    assert all(path.name.isascii() and "etc" not in path.name for path in files.root.rglob("*"))


def test_a_path_with_dots_keeps_only_the_last_component(tmp_path, heard):
    (tmp_path / "b").mkdir()
    record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0))
    assert heard(tmp_path / "b" / ".." / "a.wav").recording.name == "a.wav"


def test_a_name_in_shift_jis_bytes_can_be_stored_as_text(tmp_path, heard):
    path = tmp_path / os.fsdecode("録音.wav".encode("cp932"))
    audio = heard(record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0)).rename(path))
    assert audio.recording.name.encode().endswith(b".wav")


def test_a_name_of_300_characters_is_refused_by_the_disk_and_by_us(tmp_path, refused):
    path = tmp_path / ("録" * 300 + ".wav")
    assert name_of(path) == path.name
    assert "ファイルを開けません" in refused(path)


def test_the_recording_itself_is_never_changed(tmp_path, heard):
    path = record(tmp_path / "a.wav", VOICE, tones(VOICE, 2.0))
    path.chmod(stat.S_IRUSR)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    heard(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
