"""活用: verbs and adjectives in all their forms. Each is named by its first letters, as in the files of `text/bunpou`.

- verbs: 辞 dictionary form 書く, 連 continuative 書き(ます), て 書いて, た 書いた, 未 irrealis 書か(ない),
  ざる 書か(ざるを得ない), ば conditional 書けば, 意 volitional 書こう, べき 書くべき; and stems of other verbs:
  可 potential 書け(ない), 使 causative 書かせ(て), 受 passive 書かれ(た)
- adjectives: 体 attributive 静かな(町), 普 predicative 静かだ, て 静かで, く adverbial 静かに, ば 静かであれば,
  過 past 静かだった, 否 negative 静かでない
"""

from collections.abc import Mapping

MARKS = "!*"
"""Behind a verb in る: 五段 (``ひねる!``) or 一段 (``着る*``) although its spelling suggests otherwise."""

_GODAN = {
    "う": ("わ", "い", "え", "お", "って"),
    "く": ("か", "き", "け", "こ", "いて"),
    "ぐ": ("が", "ぎ", "げ", "ご", "いで"),
    "す": ("さ", "し", "せ", "そ", "して"),
    "つ": ("た", "ち", "て", "と", "って"),
    "ぬ": ("な", "に", "ね", "の", "んで"),
    "ぶ": ("ば", "び", "べ", "ぼ", "んで"),
    "む": ("ま", "み", "め", "も", "んで"),
    "る": ("ら", "り", "れ", "ろ", "って"),
}
_BEFORE_ICHIDAN_RU = frozenset("いきぎしじちにひびみり" + "えけげせぜてでねへべめれ")
_ICHIDAN = {
    "辞": "る",
    "連": "",
    "て": "て",
    "た": "た",
    "未": "",
    "ざる": "",
    "可": "られ",
    "使": "させ",
    "受": "られ",
    "ば": "れば",
    "意": "よう",
    "べき": "るべき",
}
_SURU = {
    "辞": "する",
    "連": "し",
    "て": "して",
    "た": "した",
    "未": "し",
    "ざる": "せ",
    "可": "でき",
    "使": "させ",
    "受": "され",
    "ば": "すれば",
    "意": "しよう",
    "べき": "すべき",
}
_I = {"て": "くて", "く": "く", "ば": "ければ", "過": "かった", "否": "くない"}
_NA = {"普": "だ", "て": "で", "く": "に", "ば": "であれば", "過": "だった", "否": "でない"}


def conjugate(verb: str) -> Mapping[str, str]:
    """The forms of a verb with its mark, or of a noun that takes する."""
    plain = verb.rstrip(MARKS)
    if plain.endswith("する"):
        return _joined(plain.removesuffix("する"), _SURU)
    if _is_ichidan(verb):
        return _joined(plain.removesuffix("る"), _ichidan_endings(plain))
    if plain[-1] in _GODAN:
        return _joined(plain[:-1], _godan_endings(plain))
    return _joined(plain, _SURU)


def inflect(adjective: str) -> Mapping[str, str]:
    """The forms of an adjective; it ends in い or な."""
    stem = adjective[:-1]
    if adjective.endswith("な"):
        return {"体": adjective, **_joined(stem, _NA)}
    return {"体": adjective, "普": adjective, **_joined(stem, _I)}


def _joined(stem: str, endings: Mapping[str, str]) -> Mapping[str, str]:
    return {form: stem + ending for form, ending in endings.items()}


def _is_ichidan(verb: str) -> bool:
    """The kana before る tells, unless there is a mark; a kanji there makes it 五段, as most are."""
    if verb[-1] in MARKS:
        return verb.endswith("*")
    return verb.endswith("る") and verb[-2] in _BEFORE_ICHIDAN_RU


def _ichidan_endings(plain: str) -> Mapping[str, str]:
    """済ませる is causative already, and 載せさせる sounds like a slip: verbs in せる go without 使."""
    return {form: ending for form, ending in _ICHIDAN.items() if not (form == "使" and plain.endswith("せる"))}


def _godan_endings(plain: str) -> Mapping[str, str]:
    a, i, e, o, te = _GODAN[plain[-1]]
    if plain.endswith("行く"):
        te = "って"
    return {
        "辞": plain[-1],
        "連": i,
        "て": te,
        "た": te.replace("て", "た").replace("で", "だ"),
        "未": a,
        "ざる": a,
        "可": e,
        "使": a + "せ",
        "受": a + "れ",
        "ば": e + "ば",
        "意": o + "う",
        "べき": plain[-1] + "べき",
    }
