"""文書の決まり: what would break a document's form, as a sentence for whoever tried. Knows no library.

A document that is broken already, by an older version or by hand, can still be edited: only what an update adds to its
faults counts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minutes.coedit.content import Content
from minutes.coedit.form import FORBIDDEN, Attributes, is_key, is_name, kind_of
from minutes.coedit.people import member_of


@dataclass(frozen=True, slots=True)
class Standing:
    """文書の状態: what the rules need to know of a document before an update, and after it."""

    faults: frozenset[str]
    last: object
    people: frozenset[str]


def standing(content: Content) -> Standing:
    last = content.lines[-1][1].get("id") if content.lines else None
    return Standing(frozenset(_faults(content)), last, frozenset(content.people))


def objection(before: Standing, after: Standing) -> str | None:
    """Why the step from one to the other is refused; ``None`` where it is not."""
    if added := after.faults - before.faults:
        return min(added)
    if before.last not in (None, after.last):
        return "最後の行の改行は消せません。"
    if not before.people <= after.people:
        return "人の一覧からは誰も消せません。"
    return None


def _faults(content: Content) -> Iterator[str]:
    if content.hidden:
        yield "本文に文字でないものが入っています。"
    for text, attributes in content.lines:
        yield from _faults_of_line(text, attributes, content)
    for marked in content.marked:
        if marked.value is not True:
            yield f"行「{content.lines[marked.line][1].get('id')}」の印「{marked.name}」が正しくありません。"
    keys = Counter(key for _, attributes in content.lines if is_key(key := attributes.get("id")))
    yield from (f"番号「{key}」の行が二つあります。" for key, count in keys.items() if count > 1)
    for label, key in content.voices.items():
        if not is_name(label) or not _is_person(key, content):
            yield f"声「{label}」の人が一覧にありません。"
    for key, value in content.people.items():
        if not is_key(key) or member_of(value) is None:
            yield f"人「{key}」の書き方が正しくありません。"


def _faults_of_line(text: str, attributes: Attributes, content: Content) -> Iterator[str]:
    key, voice, speaker = (attributes.get(name) for name in ("id", "voice", "speaker"))
    if not is_key(key):
        yield "番号のない行があります。"
    if kind_of(attributes.get("kind")) is None:
        yield f"行「{key}」の種類が正しくありません。"
    if not (voice is None or is_name(voice)):
        yield f"行「{key}」の声が正しくありません。"
    if not (speaker is None or _is_person(speaker, content)):
        yield f"行「{key}」の話者が人の一覧にありません。"
    if not (attributes.get("checked") is None or attributes.get("checked") is True):
        yield f"行「{key}」の確認済みの印が正しくありません。"
    if found := FORBIDDEN.search(text):
        yield f"行「{key}」に使えない文字（U+{ord(found[0]):04X}）があります。"


def _is_person(key: object, content: Content) -> bool:
    return is_key(key) and key in content.people
