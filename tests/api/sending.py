"""A program that sends recordings by tus, and knows what it sends."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from httpx2 import Client, Response

CHUNK = "application/offset+octet-stream"


@dataclass(frozen=True)
class Sending:
    """An upload as its sender sees it: ``browser`` may do it, or not."""

    browser: Client
    path: str

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]

    def piece(self, at: int, content: Any, sum_: str = "", **more: str) -> Response:
        headers = {"content-type": CHUNK, "upload-offset": str(at), "tus-resumable": "1.0.0"}
        if sum_:
            headers["upload-checksum"] = sum_
        return self.browser.patch(self.path, content=content, headers=headers | more)

    def head(self) -> Response:
        return self.browser.head(self.path)

    def offset(self) -> int:
        return int(self.head().headers["upload-offset"])

    def go_on(self, content: bytes, piece: int = 4 * 1024**2) -> None:
        """From wherever it is to the end, in pieces with their sums."""
        at = self.offset()
        while at < len(content):
            part = content[at : at + piece]
            answer = self.piece(at, part, sha256(part))
            assert answer.status_code == 204, answer.text
            at = int(answer.headers["upload-offset"])

    def by(self, browser: Client) -> "Sending":
        """The same upload in another's hands."""
        return Sending(browser, self.path)


def ask(browser: Client, size: int, name: str = "本会議.m4a", **more: str) -> Response:
    told = {"upload-length": str(size), "upload-metadata": f"filename {encoded(name)},filetype {encoded('audio/mp4')}"}
    return browser.post("/api/uploads", headers=told | {"tus-resumable": "1.0.0"} | more)


def begin(browser: Client, size: int, name: str = "本会議.m4a") -> Sending:
    answer = ask(browser, size, name)
    assert answer.status_code == 201, answer.text
    return Sending(browser, answer.headers["location"])


def send(browser: Client, content: bytes, name: str = "本会議.m4a") -> Sending:
    """A whole recording."""
    sending = begin(browser, len(content), name)
    sending.go_on(content)
    return sending


def sha256(content: bytes) -> str:
    """As tus says it."""
    return f"sha256 {base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
