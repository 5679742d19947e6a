"""合言葉: passwords as argon2 hashes. The only door to argon2."""

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from minutes.domain.errors import BadInput

SHORTEST = 10
LONGEST = 200
"""Characters; longer ones would only keep the processor busy."""
_SPELT = "bcdfghjkmnpqrstvwxz23456789"
"""For a password on paper: nothing that looks like something else, and no vowels, which would make words of it."""
_HASHER = PasswordHasher()
MOST = 4
AT_ONCE = BoundedSemaphore(MOST)
"""Each takes 64 MiB: anybody who sends sign-ins by the hundred would otherwise have the machine's memory."""
_NOBODY = _HASHER.hash("nobody has this one")


class WeakPassword(BadInput):
    def __init__(self) -> None:
        super().__init__(f"パスワードは{SHORTEST}文字以上{LONGEST}文字までにしてください。文のように長いほど安全です。")


class DifferentPasswords(BadInput):
    def __init__(self) -> None:
        super().__init__("2つのパスワードが違います。同じものを2回入れてください。")


def proposed() -> str:
    """A first password, to be handed over on paper and used once: 57 bits in three groups that can be typed."""
    return "-".join("".join(secrets.choice(_SPELT) for _ in range(4)) for _ in range(3))


def hashed(password: str) -> str:
    """Takes a while: not to be asked for where others wait to write. Raises ``WeakPassword``."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        raise WeakPassword
    with AT_ONCE:
        return _HASHER.hash(password)


def chosen(password: str, again: str) -> str:
    """The hash of one that somebody typed twice. Raises ``DifferentPasswords``, ``WeakPassword``."""
    if password != again:
        raise DifferentPasswords
    return hashed(password)


def is_right(password: str, known: str | None) -> bool:
    """Takes as long for a login that nobody has: otherwise the time would tell who has an account."""
    with AT_ONCE:
        try:
            return _HASHER.verify(known or _NOBODY, password[:LONGEST]) and known is not None
        except (VerifyMismatchError, InvalidHashError):
            return False
