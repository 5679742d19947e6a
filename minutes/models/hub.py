"""配布元: the two requests of the Hugging Face Hub that fetching a model takes. The only door to the network.

Not through huggingface_hub: it throws an interrupted download away and the next run starts at zero (its issue 4196),
which on a town's line may mean never; and it decides once a process, when imported, whether it is offline, which the
rest of this program needs it to be. Sends nothing but the requests, and a token to the hub, or the mirror you name,
over https alone. What is longer than it should be is cut off and thrown away.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self
from urllib.parse import quote

import httpx2
from pydantic import AliasPath, BaseModel, ConfigDict, Field, ValidationError

from minutes.domain.errors import DownloadFailed
from minutes.models.catalogue import Model
from minutes.models.source import BY_HAND, Source, how_to_be_let_in, refuse_to_be_overheard

TIMEOUT_S = 30.0
LISTING_LIMIT = 4 << 20
"""Bytes. A repository of ours lists some twenty files in a few kilobytes; what never ends must not fill the memory."""

PARTIAL_CONTENT = 206
WORTH_ANOTHER_ATTEMPT = frozenset({408, 429, 500, 502, 503, 504})


class RemoteFile(BaseModel):
    """A file as the Hub describes it. ``sha256`` is known for large files (LFS), git's SHA-1 for the others."""

    model_config = ConfigDict(frozen=True)

    path: str = Field(alias="rfilename")
    size: int = Field(ge=0)
    git_sha1: str = Field(alias="blobId")
    sha256: str | None = Field(default=None, validation_alias=AliasPath("lfs", "sha256"))


class Listing(BaseModel):
    """What a repository holds at one commit."""

    model_config = ConfigDict(frozen=True)

    commit: str = Field(alias="sha", pattern="^[0-9a-f]{40}$")  # it becomes a folder's name, whoever answered
    files: tuple[RemoteFile, ...] = Field(alias="siblings")


class _Broken(Exception):  # a reason to try again, never seen outside
    """The line broke or the server was busy; the text says which."""


class Hub:
    """One model's repository. Every failure is ``DownloadFailed`` with what to do."""

    def __init__(self, model: Model, source: Source) -> None:
        self._model = model
        self._source = source
        refuse_to_be_overheard(source, model)
        self._client = httpx2.Client(
            headers={"User-Agent": "minutes", "Accept-Encoding": "identity"}
            | ({"Authorization": f"Bearer {source.token}"} if source.token else {}),
            follow_redirects=True,  # large files lie elsewhere; httpx2 keeps the token from going there
            timeout=TIMEOUT_S,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def listing(self, revision: str) -> Listing:
        """The files at ``revision`` (a branch, a tag or a commit), which becomes a commit.

        One attempt only: a machine without a network is told at once.
        """
        url = f"{self._source.endpoint}/api/models/{self._model.repository}/revision/{quote(revision, safe='')}"
        try:
            with self._translated(), self._client.stream("GET", url, params={"blobs": "true"}) as response:
                self._judge(response)
                return Listing.model_validate_json(self._short(response))
        except _Broken as exc:
            raise self._gave_up(exc) from exc
        except ValidationError as exc:
            raise self._not_the_hub() from exc

    def _short(self, response: httpx2.Response) -> bytes:
        """The answer's bytes, as they come over the line: no encoding was asked for that could swell here."""
        content = bytearray()
        for block in response.iter_raw():
            content += block
            if len(content) > LISTING_LIMIT:
                raise self._not_the_hub()
        return bytes(content)

    def fetch(self, commit: str, file: RemoteFile, part: Path, tell: Callable[[int], None]) -> None:
        """Make ``part`` the whole file, going on from the bytes it holds; ``tell`` gets how many it holds now."""
        waits, kept = iter(self._source.waits_s), _size(part)
        while kept != file.size or not part.exists():
            try:
                self._receive(commit, file, part, tell)
            except _Broken as exc:
                if _size(part) > kept:
                    waits = iter(self._source.waits_s)
                wait_s = next(waits, None)
                if wait_s is None:
                    raise self._gave_up(exc) from exc
                time.sleep(wait_s)
            kept = _size(part)

    def _receive(self, commit: str, file: RemoteFile, part: Path, tell: Callable[[int], None]) -> None:
        kept = _size(part) if _size(part) < file.size else 0
        url = f"{self._source.endpoint}/{self._model.repository}/resolve/{commit}/{quote(file.path)}"
        wanted = {"Range": f"bytes={kept}-"} if kept else {}
        with self._translated(), self._client.stream("GET", url, headers=wanted) as response:
            self._judge(response)
            goes_on = kept > 0 and response.status_code == PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as out:
                for block in response.iter_raw():
                    if out.tell() + len(block) > file.size:
                        self._throw_away(part, file)
                    out.write(block)
                    tell(out.tell())
                out.flush()
                os.fsync(out.fileno())
                if out.tell() != file.size:
                    raise _Broken("届いた大きさが違います")

    def _throw_away(self, part: Path, file: RemoteFile) -> NoReturn:
        part.unlink()
        raise DownloadFailed(
            self._model.name,
            f"{file.path} が、配布元の示す大きさ（{file.size:,} バイト）を超えても終わりません。"
            "届いた分は捨てました。プロキシなどが間に入っていないかを確かめて、もう一度実行してください。",
        )

    def _not_the_hub(self) -> DownloadFailed:
        return DownloadFailed(
            self._model.name,
            "配布元ではない所から返事が来ました。プロキシの認証画面などが間に入っていないかを確かめてください。",
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as exc:
            raise _Broken("つながりません") from exc
        except httpx2.TransportError as exc:
            raise _Broken("通信が途中で切れました") from exc
        except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
            raise DownloadFailed(self._model.name, f"配布元の返事が正しくありません（{exc}）。") from exc

    def _judge(self, response: httpx2.Response) -> None:
        """Return if the answer is the one asked for."""
        status = response.status_code
        if status in WORTH_ANOTHER_ATTEMPT:
            raise _Broken(f"配布元が混み合っています（{status}）")
        if status in (401, 403) and self._model.gated:
            raise DownloadFailed(
                self._model.name, f"配布元が認めませんでした（{status}）。{how_to_be_let_in(self._model)}"
            )
        if status >= 400:
            raise DownloadFailed(
                self._model.name,
                f"配布元に `{self._model.repository}` の求める版かファイルが見つかりません（{status}）。{BY_HAND}",
            )

    def _gave_up(self, broken: _Broken) -> DownloadFailed:
        return DownloadFailed(
            self._model.name,
            f"{broken}。ネットワークとプロキシの設定を確かめて、同じ命令をもう一度実行してください。"
            f"取得できた分は残っていて、続きから始まります。{BY_HAND}",
        )


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
