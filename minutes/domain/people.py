"""利用者: the people who work with the program, and what each may do."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """役割. Whoever may approve may also do what a clerk does; an administrator looks after accounts besides."""

    READER = "reader"
    CLERK = "clerk"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """権限: what somebody may do."""

    READ = "read"
    WORK = "work"
    APPROVE = "approve"
    MANAGE = "manage"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: frozenset({Right.READ}),
    Role.CLERK: frozenset({Right.READ, Right.WORK}),
    Role.APPROVER: frozenset({Right.READ, Right.WORK, Right.APPROVE}),
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.WORK, Right.APPROVE, Right.MANAGE}),
}


def login_of(typed: str) -> str:
    """利用者名 as it is kept and compared: nobody is refused for having typed Ｙａｍａｄａ instead of yamada."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is doing something, and whose records are theirs to see: those of one department of one municipality.

    ``address`` is where the request came from, "" for the program itself.
    """

    account_id: str
    name: str
    role: Role
    municipality_id: str
    department_id: str
    address: str = ""

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]
