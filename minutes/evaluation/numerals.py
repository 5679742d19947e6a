"""数の書き方: every number in one form, so that 令和6年, 令和６年 and 令和六年 are the same text.

The form is 漢数字 with units, because then only what was written in digits moves: 一般, 五十嵐, 千葉 and 十分 stay
as they are on both sides, where the way round (1般, 1000葉) would lengthen them. The price is that notation alone no
longer tells 1番 (a seat) from 一番 (the most): they sound the same, so it is no error of hearing.
Left alone: approximate numbers (二三日, 二、三十), runs that are no well-formed number (万一), telephone-like
runs beginning with 〇, and digits beyond 京.
"""

import re

from kanjize import kanji2number, number2kanji

KANJI_DIGITS = "零一二三四五六七八九"
LONGEST = 16
"""Digits of 9999兆: nobody budgets more, and kanjize fails far above it."""

_GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")
_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.])")
_RUN = re.compile(r"[\d零一二三四五六七八九十百千万億兆]+")
_BORDER = re.compile(r"(?<=\d)(?=[零一二三四五六七八九])|(?<=[零一二三四五六七八九])(?=\d)")
"""Between digits and 漢数字 a number ends: a recogniser leaves out the comma of 日程第1、一般質問."""
_ONE = r"(?:\d+|[一二三四五六七八九])"
_SMALL = rf"(?=.)(?:{_ONE}?千)?(?:{_ONE}?百)?(?:{_ONE}?十)?{_ONE}?"
_NUMBER = re.compile(rf"(?:{_SMALL}兆)?(?:{_SMALL}億)?(?:{_SMALL}万)?(?:{_SMALL})?")
_POSITIONAL = re.compile(r"(?=.*零)[一二三四五六七八九][零一二三四五六七八九]+")


def one_form(text: str) -> str:
    """``text``, already NFKC, with its numbers in 漢数字; 〇 becomes 零."""
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text.replace("〇", "零"))
    text = _DECIMAL.sub(lambda found: f"{_kanji(found[1])}点{_spelt(found[2])}", text)
    return _RUN.sub(lambda found: "".join(map(_canonical, _BORDER.split(found[0]))), text)


def _canonical(run: str) -> str:
    if _POSITIONAL.fullmatch(run):
        return _kanji("".join(str(KANJI_DIGITS.index(digit)) for digit in run))
    if run.isdecimal():
        return _kanji(run)
    if _NUMBER.fullmatch(run):
        try:
            return str(number2kanji(kanji2number(run)))
        except ValueError:  # e.g. 15百, well-formed to the eye alone
            pass
    return re.sub(r"\d+", lambda digits: _kanji(digits[0]), run)


def _kanji(digits: str) -> str:
    return str(number2kanji(int(digits))) if len(digits) <= LONGEST else _spelt(digits)


def _spelt(digits: str) -> str:
    return "".join(KANJI_DIGITS[int(digit)] for digit in digits)
