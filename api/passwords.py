"""合言葉: passwords as argon2 hashes. The only door to argon2."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from minutes.domain.errors import BadInput

SHORTEST = 10
LONGEST = 200
"""Characters; longer ones would only keep the processor busy."""
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this one")


class WeakPassword(BadInput):
    def __init__(self) -> None:
        super().__init__(f"パスワードは{SHORTEST}文字以上{LONGEST}文字までにしてください。文のように長いほど安全です。")


def hashed(password: str) -> str:
    """Raises ``WeakPassword``."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        raise WeakPassword
    return _HASHER.hash(password)


def is_right(password: str, known: str | None) -> bool:
    """Takes as long for a login that nobody has: otherwise the time would tell who has an account."""
    try:
        return _HASHER.verify(known or _NOBODY, password[:LONGEST]) and known is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
