"""見本の会議: the sample sitting of a fictitious town, about four minutes and six voices.

    python -m training.sample tests/data/sample

Words, voices, pauses and room were fixed before any model was trained, and are not to be
tuned; every training sentence that shares twelve characters with a free one is thrown away (`corpus`).
"""

import argparse
from pathlib import Path

import numpy as np

from training.sitting import Person, ScriptLine, in_room, sit, write
from training.voices import SAMPLE, Voice

SEED = 20250909
TITLE = "令和七年第三回青葉町議会定例会"
HELD_ON = "2025-09-09"


def _voice(place: int, speed: float, tilt: float, level_db: float) -> Voice:
    return Voice(*SAMPLE[place], speed=speed, tilt=tilt, level_db=level_db)


PEOPLE = (
    Person("chair", "大野茂", _voice(0, 0.98, 0.25, -23.0)),
    Person("mayor", "長谷川進", _voice(1, 1.06, -0.10, -23.5)),
    Person("morishita", "森下里美", _voice(2, 1.12, -0.30, -24.5)),
    Person("nishida", "西田勇", _voice(3, 0.95, 0.40, -22.5)),
    Person("takagi", "高木健", _voice(4, 1.18, 0.10, -24.0)),
    Person("chief", "小野恵", _voice(5, 1.03, 0.30, -26.0)),
)


def _standing(label: str, *texts: str) -> tuple[ScriptLine, ...]:
    return tuple(ScriptLine(label, "standing", text) for text in texts)


def _free(label: str, *texts: str) -> tuple[ScriptLine, ...]:
    return tuple(ScriptLine(label, "free", text) for text in texts)


SCRIPT = (
    *_standing(
        "chair",
        "皆さん、おはようございます。",
        "ただいまの出席議員は十一名であります。",
        "定足数に達しておりますので、これより本日の会議を開きます。",
        "本日の議事日程は、お手元に配付したとおりであります。",
        "日程第一、一般質問を行います。",
        "順番に発言を許します。",
        "三番、森下里美議員。",
    ),
    *_standing("morishita", "三番、森下里美です。", "通告に従い、二点質問いたします。"),
    *_free(
        "morishita",
        "一点目は、買い物に困っている高齢者についてです。",
        "先月、山あいの集落に住むおばあさんから、車の運転をやめたので買い物に行けなくなったと伺いました。",
        "一番近いお店まで歩いて五十分かかり、冬は雪で道がふさがってしまいます。",
        "移動販売の車が回る地区を増やすお考えはないか、お尋ねします。",
    ),
    *_standing("chair", "町長、長谷川君。"),
    *_standing("mayor", "森下議員の御質問にお答えいたします。"),
    *_free(
        "mayor",
        "移動販売の車は、購入から十六年が過ぎ、たびたび故障しております。",
        "新しい車に買い替える費用は、およそ千八百万円と見込んでおります。",
    ),
    ScriptLine("nishida", "free", "高いな。", over_s=3.1),
    *_free("mayor", "国の交付金が使えるかどうか、秋までに見極めたいと考えております。"),
    *_standing("mayor", "詳細につきましては、町民課長から答弁させます。"),
    *_standing("chair", "町民課長、小野君。"),
    *_standing("chief", "お答えいたします。"),
    *_free(
        "chief",
        "昨年度に移動販売を利用した人は、延べ九百四十二人でございました。",
        "運転手が一人しかおりませんので、今すぐ回数を増やすことは難しい状況です。",
        "まずは、停車する場所を三か所増やし、電話でも注文を受けられるようにいたします。",
    ),
    *_standing("morishita", "ありがとうございます。"),
    *_free(
        "morishita",
        "二点目は、小学校の暑さ対策です。",
        "体育館にはいまだに冷房がなく、七月の測定では三十六度を超えた日が五日ありました。",
        "子どもたちが倒れてからでは遅いと思いますが、いかがでしょうか。",
    ),
    *_standing("chair", "町長。"),
    *_free(
        "mayor",
        "私も先週、体育館へ足を運び、あの暑さを肌で感じました。",
        "来年の夏に間に合うよう、十二月の議会に予算を提案する考えです。",
    ),
    ScriptLine("takagi", "free", "よろしく頼みます。", over_s=3.4),
    *_standing(
        "chair",
        "以上で、森下里美議員の一般質問を終わります。",
        "暫時休憩いたします。",
        "再開は、午前十時四十分といたします。",
    ),
    ScriptLine("chair", "standing", "休憩前に引き続き会議を開きます。", after_s=6.0),
    *_standing(
        "chair",
        "日程第二、議案第三十七号、青葉町手数料条例の一部を改正する条例についてを議題といたします。",
        "提案理由の説明を求めます。",
        "町長。",
    ),
    *_standing("mayor", "議案第三十七号について、提案理由を御説明申し上げます。"),
    *_free(
        "mayor",
        "証明書をコンビニで受け取る場合の手数料を、窓口より百円安くするものであります。",
        "施行日は、令和八年一月五日でございます。",
    ),
    *_standing("mayor", "よろしく御審議をお願いいたします。"),
    *_standing("chair", "これより質疑を行います。", "八番、西田勇議員。"),
    *_free("nishida", "機械の操作に慣れない高齢者は、結局、高い手数料を払うことになりませんか。"),
    *_free("chief", "窓口に来た人には、職員が機械の使い方を御案内し、同じ金額で受け取れるようにいたします。"),
    *_free("nishida", "分かりました。"),
    *_standing("chair", "質疑を終わります。", "これより討論に入ります。", "一番、高木健議員。"),
    *_standing("takagi", "私は、本案に賛成の立場から討論いたします。"),
    *_free(
        "takagi",
        "仕事の帰りに近くの店で証明書を受け取れることは、働く世代にとって大変ありがたいことです。",
        "ただし、機械の前で困っている人がいたら、店員にも声をかけていただきたい。",
    ),
    *_standing(
        "chair",
        "討論を終わります。",
        "これより採決いたします。",
        "本案に賛成の諸君の起立を求めます。",
    ),
    ScriptLine("chair", "standing", "起立全員であります。", after_s=2.5),
    *_standing(
        "chair",
        "よって、議案第三十七号は、原案のとおり可決されました。",
        "以上で、本日の日程は全て終了いたしました。",
        "本日はこれにて散会いたします。",
        "お疲れさまでした。",
    ),
)


def make(folder: Path) -> None:
    """meeting.ogg, reference.json and meeting.rttm; the same bytes every time on a machine."""
    rng = np.random.default_rng(SEED)
    wave, sentences = sit(SCRIPT, PEOPLE, rng)
    light = in_room(wave, rng, rt60_s=0.3, direct_db=12, noise_db=-62)
    write(folder, light, sentences, title=TITLE, date=HELD_ON)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, help="what it holds already is written over")
    make(options.parse_args().folder)


if __name__ == "__main__":
    main()
