"""誤り: errors as a machine would have made them, put into a draft where it agrees with the reference. Pure."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from minutes.domain.record import Minutes, Paragraph
from minutes.domain.speech import Word
from minutes.evaluation.reference import Utterance


class Sort(StrEnum):
    """What kind of mistake it is, as the record calls it."""

    HOMOPHONE = "same sound, other characters"
    NUMBER = "number"
    PARTICLE = "particle missing"
    JOINED = "two sentences joined"


WANTED = {Sort.HOMOPHONE: 5, Sort.NUMBER: 2, Sort.PARTICLE: 2, Sort.JOINED: 1}
BY_EAR = 3
"""So many are handed over by their time alone."""
SHORTEST = 8
"""Characters of a sentence that is looked for: shorter ones stand in many places."""
AROUND = 4
"""Characters before and after, by which a colleague says what is meant."""

HOMOPHONES = (
    "議員/議院 配付/配布 発言/発現 一点目/一転目 高齢者/恒例者 移動販売/異動販売 故障/呼称 費用/日用 秋まで/空きまで "
    "利用/理容 回数/階数 状況/上京 対策/大作 再開/再会 条例/常例 改正/快晴 証明書/照明書 施行日/試行日 審議/真偽 "
    "機械/機会 操作/捜査 討論/党論 本案/翻案 賛成/酸性 採決/裁決 起立/規律 原案/現案 終了/修了 散会/三回 詳細/商才 "
    "職員/食員 金額/近額 提案/定案 質疑/室儀 世代/施代 倒れて/斃れて 通告/通国 集落/収落 一般質問/一般室問"
)
NUMBERS = (
    "十一名/十七名 二点質問/三点質問 五十分/十五分 十六年/十九年 九百四十二人/九百二人 三十六度/二十六度 "
    "十時四十分/十時十四分 第三十七号/第三十一号 百円/八百円 十二月/十一月 一月五日/七月五日"
)
_PARTICLE = re.compile(r"(?<=[一-龠々])[をはにが](?=[一-龠々])")


@dataclass(frozen=True, slots=True)
class Mistake:
    """誤り: in a paragraph, where ``right`` stood from character ``start``, now stands ``wrong``; said at ``at_s``.

    ``before`` and ``after``: the text around it. ``by_ear``: whoever mends it is told no more than when.
    """

    paragraph: str
    start: int
    right: str
    wrong: str
    sort: Sort
    at_s: float
    before: str
    after: str
    by_ear: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.right)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A sentence that the draft has as it was said, from character ``start`` of a paragraph."""

    paragraph: Paragraph
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def chosen(draft: Minutes, utterances: Sequence[Utterance], seed: int) -> tuple[Mistake, ...]:
    """Ten in their order, no two close together or of the same word; the same ten for the same seed."""
    lots, taken = random.Random(seed), list[Mistake]()
    found = list(candidates(tuple(agreed(draft.paragraphs, utterances))))
    for sort, count in reversed(WANTED.items()):  # the rare kinds first
        of_kind = [mistake for mistake in found if mistake.sort is sort]
        lots.shuffle(of_kind)
        for mistake in of_kind:
            if sum(one.sort is sort for one in taken) < count and not any(_alike(mistake, one) for one in taken):
                taken.append(mistake)
    if len(taken) < sum(WANTED.values()):
        raise ValueError(f"the draft agrees with the reference in too few places: {len(taken)} errors")
    order = [paragraph.id for paragraph in draft.paragraphs]
    taken.sort(key=lambda mistake: (order.index(mistake.paragraph), mistake.start))
    heard = lots.sample([mistake for mistake in taken if mistake.sort is not Sort.JOINED], BY_EAR)
    return tuple(replace(mistake, by_ear=mistake in heard) for mistake in taken)


def planted(draft: Minutes, mistakes: Iterable[Mistake]) -> Minutes:
    """The draft as a machine would have made it that made these mistakes as well."""
    paragraphs = {paragraph.id: paragraph for paragraph in draft.paragraphs}
    for mistake in sorted(
        mistakes, key=lambda mistake: mistake.start, reverse=True
    ):  # from the end: places before it stay
        paragraphs[mistake.paragraph] = _spoilt(paragraphs[mistake.paragraph], mistake)
    return replace(draft, paragraphs=tuple(paragraphs.values()))


def agreed(paragraphs: Sequence[Paragraph], utterances: Iterable[Utterance]) -> Iterator[Agreed]:
    """Both in their order, so that what is said twice is found twice."""
    at, offset = 0, 0
    for one in utterances:
        places = (
            (number, paragraphs[number].text.find(one.text, offset * (number == at)))
            for number in range(at, len(paragraphs))
        )
        place = next(((number, start) for number, start in places if start >= 0), None)
        if place and len(one.text) >= SHORTEST:
            at, offset = place[0], place[1] + len(one.text)
            yield Agreed(paragraphs[at], place[1], one.text)


def candidates(sentences: Sequence[Agreed]) -> Iterator[Mistake]:
    for number, one in enumerate(sentences):
        for sort, table in ((Sort.HOMOPHONE, HOMOPHONES), (Sort.NUMBER, NUMBERS)):
            for pair in table.split():
                right, wrong = pair.split("/")
                for found in re.finditer(right, one.text):
                    yield _mistake(one, found.start(), right, wrong, sort)
        for found in _PARTICLE.finditer(one.text):
            yield _mistake(one, found.start(), found[0], "", Sort.PARTICLE)
        following = sentences[number + 1 : number + 2]
        if one.text.endswith("。") and any(
            (two.paragraph.id, two.start) == (one.paragraph.id, one.end) for two in following
        ):
            yield _mistake(one, len(one.text) - 1, "。", "", Sort.JOINED)


def _mistake(one: Agreed, at: int, right: str, wrong: str, sort: Sort) -> Mistake:
    start, text = one.start + at, one.paragraph.text
    before = re.split("[、。]", text[max(0, start - AROUND) : start])[-1]
    after = text[start + len(right) :][:AROUND]
    after = after if sort is Sort.JOINED else re.split("[、。]", after)[0]
    return Mistake(one.paragraph.id, start, right, wrong, sort, _when(one.paragraph, start), before, after)


def _alike(one: Mistake, other: Mistake) -> bool:
    """Close together, or the same word."""
    is_close = one.paragraph == other.paragraph and abs(one.start - other.start) < 3 * SHORTEST
    return is_close or (len(one.right) > 1 and one.right == other.right)


def _when(paragraph: Paragraph, start: int) -> float:
    at = 0
    for word in paragraph.words:
        at += len(word.text)
        if at > start:
            return word.start_s
    return paragraph.start_s


def _spoilt(paragraph: Paragraph, mistake: Mistake) -> Paragraph:
    text = paragraph.text[: mistake.start] + mistake.wrong + paragraph.text[mistake.end :]
    words = tuple(word for word in _respelt(paragraph.words, mistake) if word.text)
    if "".join(word.text for word in words) != text:
        raise ValueError(f"the words of {paragraph.id} are not its text")
    return replace(paragraph, text=text, words=words)


def _respelt(words: Iterable[Word], mistake: Mistake) -> Iterator[Word]:
    """The first of the words concerned is spelt wrongly; the others lose what is now in it."""
    at, wrong = 0, mistake.wrong
    for word in words:
        begin, end = (min(max(place - at, 0), len(word.text)) for place in (mistake.start, mistake.end))
        at += len(word.text)
        if begin == end:
            yield word
            continue
        yield replace(word, text=word.text[:begin] + wrong + word.text[end:])
        wrong = ""
