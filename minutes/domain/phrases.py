"""句: where Japanese speech may be parted, and which few words are a reply or a mere 相づち.

A recogniser's "words" are one or two characters, without spaces, so sense is read from punctuation, pauses and
endings. Knows nothing of voices.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from minutes.domain.speech import Word

TAIL = 8
"""Characters before a border that are enough to know a sentence end, a question or a call."""
AROUND = 60
"""Words on either side within which punctuated Japanese has a 、 or 。"""
PAUSE_S = 0.3
"""A breath; shorter gaps are inside a phrase."""
LONG_PAUSE_S = 0.8
"""A pause that ends a thought even where the recogniser wrote no 。"""
LONGEST_REPLY = 20
"""Characters; also keeps あああああ…, a recogniser's loop, from costing the search of ``_BACKCHANNEL`` minutes."""


class Ending(Enum):
    """区切り: what ends where two words meet."""

    SENTENCE = "sentence"
    PHRASE = "phrase"
    BUNSETSU = "bunsetsu"
    NOTHING = "nothing"
    INSEPARABLE = "inseparable"

    @property
    def parts(self) -> bool:
        """Does a phrase end here?"""
        return self in (Ending.SENTENCE, Ending.PHRASE)


@dataclass(frozen=True, slots=True)
class Border:
    """境: the place between two words.

    ``pause_s`` is 0.0 within a phrase. ``closed``: what stands before it is complete, by a 。 or, without punctuation,
    by a final form (です, ました …). ``price``: how many seconds of the diarizer's word a change of voice here takes.
    """

    ending: Ending
    pause_s: float
    closed: bool

    @property
    def price(self) -> float:
        match self.ending:
            case Ending.SENTENCE:
                return 0.1
            case Ending.PHRASE if self.pause_s >= LONG_PAUSE_S:
                return 0.1 if self.closed else 0.15
            case Ending.PHRASE if self.pause_s >= PAUSE_S:
                return 0.15 if self.closed else 0.25
            case Ending.PHRASE:
                return 0.2 if self.closed else 0.5
            case Ending.BUNSETSU:
                return 0.65
            case Ending.NOTHING:
                return 0.8
            case Ending.INSEPARABLE:
                return math.inf


_MARKS_END = frozenset("。？！?!")
_PUNCTUATION = frozenset("、。？！?!")
_CLOSING = "」』）)】"
_CLOSES = frozenset(_CLOSING)
_SPACES = frozenset(" 　")
_OPENS = frozenset("「『（(【")
_PHRASE_END = frozenset("、，,・…") | _CLOSES
_QUOTING = frozenset("とっのはがをにでも")
"""「…です。」と: what follows makes a quotation of the sentence before it."""
_CLINGS = frozenset("、。，．？！?!ーぁぃぅぇぉっゃゅょんァィゥェォッャュョン々%％") | _CLOSES
_FINAL = (
    "です",
    "ます",
    "ました",
    "でした",
    "せん",
    "ください",
    "ですか",
    "ますか",
    "せんか",
    "しょうか",
    "しょう",
    "なし",
    "はい",
)
_GOES_ON = frozenset("がのけかしとねよでんた")
"""ますが, ですけれども …: what looks final is not."""
_ASKS = re.compile(
    r"(?:か|かね|よね|ですね|ますね|でしょう|っけ|どうぞ|[？?])[。？?！!]*$"
    r"|(?:議員|委員|議長|委員長|[町市村区]長|[都県府]知事|知事|教育長|課長|部長|局長|君|さん|番)。?$"
)
_MARKS = re.compile(r"[\s、。，．？！?!「」『』（）()・…]")
_BACKCHANNEL = re.compile(
    r"(?:はい|ええ|えー|うん|うーん|ん|ああ|あー|あ|はあ|へえ|ほう|おお|そう|そうですね|そうですか|そうです|そうですよね|"
    r"なるほど|なるほどね|確かに|たしかに|ですね|ですよね)+"
)
_REPLY = re.compile(
    r"(?:異議なし|異議ありません|異議あり|質疑なし|討論なし|なし|ありません|賛成|反対|進行|了解|議長|委員長|よし|そうだ|いいえ|いや|"
    r"いえ|以上|以上です|ありがとうございます|ありがとうございました|お願いします|すみません|失礼しました)+"
)


_WITHIN_PHRASE = (Border(Ending.NOTHING, 0.0, False), Border(Ending.BUNSETSU, 0.0, False))
"""Most borders by far: two values for all of them keep a day of speech quick."""


def borders(words: Iterable[Word]) -> Iterator[Border]:
    """The border after each word but the last, in order."""
    tail, before = "", None
    for word in words:
        if before is not None:
            tail = (tail + before.text)[-TAIL:]
            yield _border(tail, word.text, max(0.0, word.start_s - before.end_s))
        before = word


def near_marks(words: Sequence[Word]) -> Iterator[bool]:
    """For each border: is there any punctuation around it, or has the recogniser written none?"""
    marks = (0, *accumulate(not _PUNCTUATION.isdisjoint(word.text) for word in words))
    for at in range(1, len(words)):
        yield marks[min(len(words), at + AROUND)] > marks[max(0, at - AROUND)]


def tail_of(words: Iterable[Word]) -> str:
    """The last characters of some words, as ``asks`` wants them."""
    return "".join(word.text for word in words)[-TAIL:]


def asks(tail: str) -> bool:
    """Is this a question or a call (「佐藤議員。」), after which a short word is an answer?"""
    return bool(_ASKS.search(tail.rstrip()))


def is_backchannel(text: str) -> bool:
    """相づち: nothing but はい, ええ, なるほど …: words of one who listens."""
    return _is_all(_BACKCHANNEL, text)


def is_reply(text: str) -> bool:
    """A whole utterance in a word or two: a 相づち, or 異議なし, 議長, 賛成 …"""
    return is_backchannel(text) or _is_all(_REPLY, text)


def _is_all(utterance: re.Pattern[str], text: str) -> bool:
    return len(text) <= LONGEST_REPLY and bool(utterance.fullmatch(_MARKS.sub("", text)))


def _border(tail: str, head: str, pause_s: float) -> Border:
    said, first = tail.rstrip(), head.strip()[:1]
    if not said or not first or first in _CLINGS or said[-1] in _OPENS:
        return Border(Ending.INSEPARABLE, pause_s, False)
    if _ends_sentence(said, first):
        return Border(Ending.SENTENCE, pause_s, True)
    final = said.endswith(_FINAL) and first not in _GOES_ON
    spaced = (tail[-1] in _SPACES or head[0] in _SPACES) and not (said[-1] + first).isascii()
    if final or spaced or said[-1] in _PHRASE_END or pause_s >= PAUSE_S:
        return Border(Ending.PHRASE, pause_s, final)
    starts_anew = _is_hiragana(said[-1]) and not _is_hiragana(first)
    return _WITHIN_PHRASE[starts_anew]


def _ends_sentence(said: str, first: str) -> bool:
    if said[-1] in _CLOSES:
        return said.rstrip(_CLOSING)[-1:] in _MARKS_END and first not in _QUOTING
    return said[-1] in _MARKS_END


def _is_hiragana(character: str) -> bool:
    return "ぁ" <= character <= "ゟ"
