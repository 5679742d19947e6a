"""言い方: on a page, a problem whose own sentence speaks to somebody at a command line has other words. Pure.

They name no folder of the server, no option and no command: whoever reads them can do nothing with those.
"""

from minutes.domain.errors import CannotRead, CannotWrite, MinutesError, ModelProblem, NotUnderstood, RemoteAway

_ASK = "管理者に知らせて、ディスクの空きと、データのフォルダの権限を確かめてもらってください。"


def on_a_page(error: MinutesError) -> str:
    """What happened, then what to do. A kind of ``CannotWrite`` with a name of its own has the words for both."""
    if type(error) is CannotWrite:
        return f"サーバーのディスクに書き込めませんでした。{_ASK}"
    if type(error) is CannotRead:
        return f"サーバーのディスクから読み取れませんでした。{_ASK}"
    if isinstance(error, RemoteAway):
        return (
            "録音の置き場所につながりません。少し待ってから、もう一度試してください。"
            "続くときは管理者に知らせてください。"
        )
    if isinstance(error, NotUnderstood):
        return (
            "録音に声はありますが、一語も文字にできませんでした。"
            "日本語の会議の録音かを確かめ、別のモデルで聞き取りをやり直してください。"
        )
    if isinstance(error, ModelProblem):
        return f"文字に起こすためのモデルを使えませんでした。管理者に、次のことを知らせてください。{error}"
    return str(error)
