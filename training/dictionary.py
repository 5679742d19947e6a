"""辞書: words and names out of the synthesiser's own dictionary (naist-jdic in MeCab's binary form).

It is read from its token table: 18 bytes of costs and an offset into the features for each word; the word's cost
stands in for how common it is.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pyopenjtalk

_HEADER = 72
_TOKEN = np.dtype(
    [("left", "<u2"), ("right", "<u2"), ("pos", "<u2"), ("cost", "<i2"), ("feature", "<u4"), ("x", "<u4")]
)
_KANJI = re.compile("[一-鿿々]{1,4}")
_KINDS = {
    ("名詞", "一般", "*", "*"): "名詞",
    ("名詞", "サ変接続", "*", "*"): "サ変",
    ("名詞", "固有名詞", "人名", "姓"): "姓",
    ("名詞", "固有名詞", "人名", "名"): "名前",
}
_COUNTS = {"名詞": 9_000, "サ変": 3_500, "姓": 1_600, "名前": 2_400}
"""So many of the most common of each kind; beyond that come words that no meeting has heard."""


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Common nouns, nouns that take する, family names and given names, all in kanji of JIS level 1."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for cost, features in _entries():
        kind = _KINDS.get((features[0], features[1], features[2], features[3]))
        word = features[6]
        if kind is not None and _fits(kind, word):
            found[kind][word] = min(cost, found[kind].get(word, cost))
    return {kind: _most_common(costs, _COUNTS[kind]) for kind, costs in found.items()}


@cache
def homophones(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Names of a kind, and the other spellings of the same reading that are as long: 阿部 and 安部, 浩一 and 光一."""
    readings: dict[str, tuple[int, str]] = {}
    for cost, features in _entries():
        word, found = features[6], (cost, features[7])
        if _KINDS.get((features[0], features[1], features[2], features[3])) == kind and _fits(kind, word):
            readings[word] = min(found, readings.get(word, found))
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word, (_, reading) in readings.items():
        alike[reading, len(word)].append(word)
    return {word: tuple(other for other in words if other != word) for words in alike.values() for word in words}


def _most_common(costs: Mapping[str, int], count: int) -> tuple[str, ...]:
    return tuple(sorted(costs, key=lambda word: (costs[word], word))[:count])


def _entries() -> list[tuple[int, list[str]]]:
    data = (Path(pyopenjtalk.OPEN_JTALK_DICT_DIR.decode()) / "sys.dic").read_bytes()
    trie, tokens, features = np.frombuffer(data, "<u4", 3, offset=24)
    table = np.frombuffer(data, _TOKEN, tokens // _TOKEN.itemsize, offset=_HEADER + int(trie))
    start = _HEADER + int(trie) + int(tokens)
    text = data[start : start + int(features)]
    return [
        (int(cost), text[at : text.index(b"\0", at)].decode().split(",")) for cost, at in table[["cost", "feature"]]
    ]


def _fits(kind: str, word: str) -> bool:
    return bool(_KANJI.fullmatch(word)) and (len(word) > 1 or kind == "名前") and all(map(is_common, word))


def is_common(letter: str) -> bool:
    """JIS level 1: the 2,965 kanji of everyday use and of place names."""
    try:
        code = letter.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return code < b"\x98\x9f"
