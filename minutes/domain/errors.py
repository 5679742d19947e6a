"""Everything that can go wrong, in the product's own words.

    MinutesError
    ├── BadInput                what the user handed in cannot be used; nothing was changed
    │   ├── UnreadableRecording
    │   ├── NoSpeech
    │   ├── NotUnderstood       somebody speaks, and the recogniser makes no word of it
    │   ├── UnreadableRoster
    │   ├── UnreadableGlossary
    │   ├── UnreadableReference
    │   ├── NothingToMeasure    no recording of a folder has a reference
    │   ├── UnreadableModelFolder
    │   ├── BadOption
    │   ├── UnreadableDraft
    │   ├── RefusedEdit         what an editor sent would harm the text that others work on, too
    │   └── OutsideCharacterSet
    ├── CannotRead              a finished piece of work is there and the disk does not give it back
    ├── CannotWrite             the disk is full, or the place is not ours to write
    ├── RemoteAway              the store that several machines share does not answer
    ├── ChildDied               a process doing heavy work ended without a result
    └── ModelProblem
        ├── UnknownModel
        ├── ModelMissing
        ├── ModelDamaged
        ├── ModelFailed
        └── DownloadFailed

What only one room raises, and nobody else has words for, stands in that room, below one of these. ``str(error)`` is the
Japanese sentence that the user reads: what happened, then what to do. Foreign errors are translated once, at the door
of their library, with ``from``.
"""

import errno
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Self


class MinutesError(Exception):
    """The root; the command and the service turn it into a message, never into a traceback."""

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders as their finished sentence, whatever their constructor takes."""
        return _restored, (type(self), str(self))


def _restored(kind: type[MinutesError], sentence: str) -> MinutesError:
    error = kind.__new__(kind)
    error.args = (sentence,)
    return error


class BadInput(MinutesError):
    pass


class UnreadableRecording(BadInput):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"録音「{name}」を読み込めません。{why}")


class NoSpeech(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"録音「{name}」から発言を聞き取れませんでした（無音、または音楽や雑音だけのようです）。"
            "録音機の音量と、ファイルの選び間違いがないかを確かめてください。"
        )


class NotUnderstood(BadInput):
    def __init__(self, name: str, speech_s: float) -> None:
        super().__init__(
            f"録音「{name}」には声が約{speech_s:.0f}秒ありますが、一語も文字にできませんでした。"
            "日本語の会議の録音かを確かめ、`--model` で別のモデルを試してください。"
        )


class UnreadableRoster(BadInput):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"名簿「{name}」を読み込めません。{why}")


class UnreadableGlossary(BadInput):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"用語集「{name}」を読み込めません。{why}")


class UnreadableReference(BadInput):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"正解データ「{name}」を読み込めません。{why}")


class NothingToMeasure(BadInput):
    """``why``: a sentence for each recording that was there and could not be measured."""

    def __init__(self, folder: str, why: Iterable[str] = ()) -> None:
        hint = "録音（例 0610.mp3）の隣に、同じ名前の正解（0610.json か 0610.txt）を置いてください。"
        super().__init__("\n".join((f"フォルダ「{folder}」に、測れる録音がありません。", *why, hint)))


class UnreadableModelFolder(BadInput):
    def __init__(self, folder: str, why: str) -> None:
        super().__init__(f"フォルダ「{folder}」を取り込めません。{why}")


class BadOption(BadInput):
    def __init__(self, option: str, value: str, why: str) -> None:
        super().__init__(f"{option} の「{value}」が読み取れません。{why}")


class UnreadableDraft(BadInput):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"粗原稿「{name}」を読み込めません。{why}")


class RefusedEdit(BadInput):
    def __init__(self, why: str) -> None:
        super().__init__(f"編集を受け付けられません。{why}ページを読み込み直して、もう一度直してください。")


class OutsideCharacterSet(BadInput):
    """``outside`` counts the characters that the character set has no place for."""

    def __init__(self, character_set: str, outside: Mapping[str, int]) -> None:
        self.outside = dict(outside)
        named = "、".join(f"「{c}」(U+{ord(c):04X}){count}か所" for c, count in self.outside.items())
        super().__init__(f"{character_set}にない文字があります：{named}。別の字に直すか、UTF-8で書き出してください。")


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, our share of it, or the longest file it takes is full


class CannotRead(MinutesError):
    @classmethod
    def because(cls, where: PurePath, cause: BaseException) -> Self:
        return cls(f"「{where}」を読み取れません（{cause}）。ディスクと、フォルダの権限を確かめてください。")


class CannotWrite(MinutesError):
    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"「{where}」に書き込めません。{why}")

    @classmethod
    def because(cls, where: PurePath, cause: BaseException) -> Self:
        """The sentence for a failed write; a full disk has its own."""
        full = getattr(cause, "errno", None) in _NO_ROOM or "No space left" in str(cause)
        why = (
            "ディスクの空きがありません。不要なファイルを消すか、`--data` で空きのある場所を指定してください。"
            if full
            else f"書き込みの権限と、フォルダがあるかを確かめてください（{cause}）。"
        )
        return cls(str(where), why)


class RemoteAway(MinutesError):
    """``cause``: what the store, or the way to it, has to say."""

    def __init__(self, where: str, cause: BaseException) -> None:
        said, *_ = str(cause).splitlines() or [type(cause).__name__]
        super().__init__(
            f"録音の置き場所「{where}」に届きません（{said}）。"
            "ネットワークと、MINUTES_OBJECTS の設定を、管理者に確かめてもらってください。"
        )


class ChildDied(MinutesError):
    """``exit_code`` as ``multiprocessing`` tells it: the negative signal number where a signal ended the process.

    ``trace`` is the foreign error's traceback, for those who mend the program; it stays in the process it came to.
    """

    trace = ""

    def __init__(self, exit_code: int | None, trace: str = "") -> None:
        self.trace = trace
        killed = exit_code is not None and exit_code < 0
        why = "メモリが足りず、OSに止められた可能性があります。" if killed else "内部の異常で止まりました。"
        super().__init__(
            f"処理が途中で止まりました（終了コード {exit_code}）。{why}"
            "できたところまでは残っています。ほかのプログラムを閉じて、同じコマンドをもう一度実行してください。"
        )


class ModelProblem(MinutesError):
    pass


class UnknownModel(ModelProblem):
    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"モデル「{name}」はありません。使えるモデル：{'、'.join(known)}")


class ModelMissing(ModelProblem):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"モデル「{name}」がこの機械に入っていません。"
            f"`minutes models pull {name}` で取得するか、`minutes models import フォルダ` で取り込んでください。"
        )


class ModelDamaged(ModelProblem):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"モデル「{name}」が壊れています。{why}")


class ModelFailed(ModelProblem):
    def __init__(self, name: str, why: str) -> None:
        gpu = any(word in why.lower() for word in ("cuda", "cublas", "cudnn"))
        cure = "「--device cpu」を付けて" if gpu else "メモリの空きを増やすか、小さいモデルを選んで"
        super().__init__(
            f"モデル「{name}」の計算が途中で止まりました（{why}）。{cure}、もう一度実行してください。続きから始まります。"
        )


class DownloadFailed(ModelProblem):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"モデル「{name}」を取得できませんでした。{why}")
