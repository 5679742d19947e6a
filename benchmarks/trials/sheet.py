"""作業票: what a 係長 hands to a new colleague, and what an agent must know to have hands and eyes.

Neither says how the program is used.
"""

from collections.abc import Sequence

from benchmarks.trials.ear import clock
from benchmarks.trials.mistakes import Mistake
from benchmarks.trials.town import LOGIN, NAME, PASSWORD, TITLE
from benchmarks.trials.voices import Asked
from minutes.domain.meeting import Roster

TASK = """# 作業票

{name}さんへ

会議録のサービスで、次の会議の粗原稿（機械が録音から起こした文章）を直してください。

- サービス：{address}（この機械のブラウザで、もう開いてあります）
- 利用者名：{login}　　パスワード：{password}
- 会議：{title}

## １　聞き間違いを直す（{count}か所）

前の担当者が、録音を聞いて書き出したものです。時刻は録音の時刻です。

| | 時刻 | 粗原稿では | 正しくは |
|--:|---|---|---|
{rows}

機械の聞き間違いは、ほかにもあります。きょうは上の{count}か所だけでけっこうです。ほかの文字は変えないでください。

## ２　話している人の名前を付ける（{people}人）

名簿はサービスに入っています。次の人の発言のすべてに、その人の名前が付くようにしてください。

{voices}

## ３　終わり

直したものが保存されたことを確かめて、サインアウトしてください。

係長
"""

KEYBOARD = """- `keys KEY …`　キーを押す。例：`keys Tab Tab Enter`、`keys Ctrl+C`、`keys Shift+Right*3`（3回）。
  キーの名前：Enter Tab Esc Backspace Delete Space Up Down Left Right Home End PageUp PageDown F1〜F12、
  組み合わせは Ctrl+ Shift+ Alt+ を前に付ける。`3s` と書くと、そこで3秒待つ（音を聞くときなど）。
- マウスはありません。"""
MOUSE = """- `click X Y`　画面の座標を押す。`click "名前や文字"`　その名前のボタンなど、またはその文字の真ん中を押す。
  `click "文字" before` / `after`　その文字のすぐ前・すぐ後を押す。いくつも見えるときは `click "文字" 2`（2番目）。
- `double "文字"`　ダブルクリック。`select "文字"`　その文字を端から端までなぞって選ぶ。
- `drag X Y X2 Y2`　押したまま動かして離す。`hover X Y` または `hover "文字"`　ポインターを置く。
- `choose "欄の名前" "項目"`　選択欄を開いて項目を選ぶ。
- `wheel N`　ホイールをN回下へ（負の数は上へ）。`wheel N "文字"`　その文字の上で。
- `back` / `reload`　ブラウザの「戻る」「再読み込み」。
- `keys KEY …`　文字を書くためのキーだけ（Backspace Delete Enter Home End、矢印、Shift＋矢印、Ctrl+A C V X Z など）。
  例：`keys Backspace*2`。"""
GUIDE = """# 手と目

あなたは{name}さんです。このサービスを見るのは初めてです。課の説明会はなく、隣に聞ける人もいません。
あなたにできるのは `{hand}` に続けて次の一つを書いて動かすことだけです（一度に一つ。答えが返ってから次を）。
ほかのファイルやプログラムは見ないでください。

目：
- `look`　画面を見る。見えている文字が座標付きで返り、画像（PNG）の場所も示されます。`look X Y 幅 高さ` で一部だけ。
- `tree`　画面読み上げが読むもの（役割・名前・状態・焦点）。
- `where`　いまの場所、焦点、カーソルの前後の文字（カーソルは ‸）。

耳：
- `heard`　前に聞いてから、再生された部分で実際に話されていた言葉。再生しなければ何も聞こえません。
  声ア・声イ…は声の違いで、だれの声かは分かりません。音は聞こえ方だけなので、漢字は文脈で判断してください。

手：
{hands}
- `type "文字"`　日本語入力で文字を書く（変換と確定を含む）。
- `wait 秒`　何もしないで待つ（音は進む）。

記録：
- `note "…"`　迷ったとき、分からなかったとき、思ったとおりにならなかったときに、そのたびに一言。正直に。
- `done "…"`　終わったら（または、もう無理だと思ったら）。どう感じたか、特に困ったことを三つまで書いてください。

音が鳴っている間に考えていると、その分だけ先へ進みます。聞くときだけは、再生・待つ・停止を一度に続けて動かしてください。
"""


def task(address: str, mistakes: Sequence[Mistake], voices: Sequence[Asked], roster: Roster) -> str:
    return TASK.format(
        name=NAME.removesuffix("一郎"),
        address=address,
        login=LOGIN,
        password=PASSWORD,
        title=TITLE,
        count=len(mistakes),
        rows="\n".join(_row(number, one) for number, one in enumerate(mistakes, start=1)),
        people=len(voices),
        voices="\n".join(f"- {clock(one.at_s)} ごろに話している人　＝　{_called(one, roster)}" for one in voices),
    )


def guide(hand: str, mode: str) -> str:
    return GUIDE.format(name=NAME.removesuffix("一郎"), hand=hand, hands=MOUSE if mode == "mouse" else KEYBOARD)


def _row(number: int, one: Mistake) -> str:
    if one.by_ear:
        return f"| {number} | {clock(one.at_s)} ごろ | （この文に聞き間違いが一つ。聞き直して直す） | |"
    wrong, right = (f"「{one.before}{middle}{one.after}」" for middle in (one.wrong, one.right))
    return f"| {number} | {clock(one.at_s)} | {wrong} | {right} |"


def _called(one: Asked, roster: Roster) -> str:
    member = next(member for member in roster.members if member.name == one.member)
    return "　".join(
        part for part in (f"{member.seat}番" if member.seat and not member.role else member.role, member.name) if part
    )
