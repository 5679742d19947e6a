"""文字: which characters a file may hold. Knows nothing of what the text says."""

import re
from collections import Counter

from minutes.domain.errors import OutsideCharacterSet

GETA = "〓"
"""下駄: what Japanese print has always set where a character is missing."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # tab and newline stay; none of these is ever speech
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")  # neither XML nor UTF-8 can hold them

# One JIS character, two Unicode ones: the left is what people and models write, the right is what cp932 knows.
_SAME_JIS = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")


def clean(text: str) -> str:
    """``text`` without what would break a file: control characters go, impossible ones become 〓."""
    return _NO_CHARACTER.sub(GETA, _CONTROL.sub("", text))


def cp932(text: str) -> bytes:
    """``text`` as Windows' Shift_JIS; raises ``OutsideCharacterSet`` naming each character that has no place there."""
    text = text.translate(_SAME_JIS)
    try:
        return text.encode("cp932")
    except UnicodeEncodeError as exc:
        outside = Counter(character for character in text if not _fits(character))
        raise OutsideCharacterSet("Shift_JIS（cp932）", outside) from exc


def _fits(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
