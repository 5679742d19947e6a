"""A real HTTP server on this machine that answers as the Hub does, as far as fetching a model goes.

Files above ``LARGE`` bytes are answered with a redirect to a second server, as the Hub does with its store of large
files, and described with a SHA-256; small ones come directly, described with git's SHA-1.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LARGE = 1000


@dataclass
class Repository:
    """``served`` is what really comes where it differs from ``files``, which is what the listing describes."""

    files: dict[str, bytes]
    commit: str = "c" * 40
    gated: bool = False
    served: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    place: str
    path: str
    range: str | None
    token: str | None


@dataclass
class Hub:
    """``cuts`` holds, for a file, after how many bytes each of its next answers breaks off; ``None`` is not at all.

    The next answer for the file in ``stall`` sends so many bytes and then nothing more, until the server closes.
    """

    repositories: dict[str, Repository]
    accepts: str = "hf_known"
    cuts: dict[str, list[int | None]] = field(default_factory=dict)
    stall: dict[str, int] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    ranges: bool = True
    page: bytes | None = None
    requests: list[Request] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)
    endpoint: str = ""
    store: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def asked(self, file: str) -> list[Request]:
        return [request for request in self.requests if request.path.endswith(file)]


@contextmanager
def serve(**repositories: Repository) -> Iterator[Hub]:
    """``town__tiny=Repository(...)`` is served as ``town/tiny``."""
    hub = Hub({name.replace("__", "/").replace("_", "-"): it for name, it in repositories.items()})
    with _server(hub, "hub") as hub.endpoint, _server(hub, "store") as hub.store:
        try:
            yield hub
        finally:
            hub.released.set()


@contextmanager
def _server(hub: Hub, place: str) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"hub": hub, "place": place})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub
    place: str

    def do_GET(self) -> None:
        path, _, _query = self.path.partition("?")
        self.hub.requests.append(
            Request(self.place, path, self.headers.get("Range"), self.headers.get("Authorization"))
        )
        if self.hub.page is not None:
            return self._answer(200, self.hub.page, {"Content-Type": "text/html"})
        if self.hub.statuses and (status := self.hub.statuses.pop(0)) != 200:
            return self._answer(status)
        parts = path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            return self._listing("/".join(parts[2:4]), parts[5])
        return self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))

    def _listing(self, name: str, revision: str) -> None:
        repository = self.hub.repositories.get(name)
        if repository is None or revision not in ("main", repository.commit):
            return self._answer(404, headers={"X-Error-Code": "RepoNotFound"})
        described = {
            "id": name,
            "sha": repository.commit,
            "siblings": [_sibling(*it) for it in repository.files.items()],
        }
        return self._answer(200, json.dumps(described).encode())

    def _file(self, name: str, commit: str, path: str) -> None:
        repository = self.hub.repositories[name]
        if repository.gated and self.place == "hub":
            token = self.headers.get("Authorization")
            if token != f"Bearer {self.hub.accepts}":
                return self._answer(403 if token else 401, headers={"X-Error-Code": "GatedRepo"})
        if commit != repository.commit or path not in repository.files:
            return self._answer(404, headers={"X-Error-Code": "EntryNotFound"})
        content = repository.served.get(path, repository.files[path])
        etag = hashlib.sha256(repository.files[path]).hexdigest()
        if len(content) > LARGE and self.place == "hub":
            linked = {"X-Linked-Etag": f'"{etag}"', "X-Linked-Size": str(len(content)), "X-Repo-Commit": commit}
            return self._answer(302, headers={"Location": f"{self.hub.store}{self.path}"} | linked)
        return self._content(path, content)

    def _content(self, path: str, content: bytes) -> None:
        start, wanted = 0, self.headers.get("Range")
        if wanted and self.hub.ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        cuts = self.hub.cuts.get(path)
        stall = self.hub.stall.pop(path, None)
        cut = cuts.pop(0) if cuts else stall
        body = content[start:] if cut is None else content[start : start + cut]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.hub.sent[path] = self.hub.sent.get(path, 0) + len(body)
        if stall is not None:
            self.hub.released.wait()
        if cut is not None:
            self.close_connection = True

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Keeps the tests' output to the tests."""


def _sibling(path: str, content: bytes) -> dict[str, object]:
    git = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    sibling: dict[str, object] = {"rfilename": path, "size": len(content), "blobId": git}
    if len(content) > LARGE:
        sibling["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
    return sibling
