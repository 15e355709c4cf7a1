"""Who is calling and what they may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    submitter = "submitter"
    reviewer = "reviewer"
    medical_director = "medical_director"
    auditor = "auditor"
    admin = "admin"


@dataclass(frozen=True)
class Caller:
    """The person or client behind a request. `scoped` callers see only what they submitted.

    No other has the same name. A registered client's token carries scopes; those of a person are their roles.
    """

    name: str
    roles: frozenset[Role]
    scopes: tuple[str, ...] = ()

    def has(self, *wanted: Role) -> bool:
        """Whether the caller holds one of these roles; a medical director is a reviewer too."""
        held = self.roles | ({Role.reviewer} if Role.medical_director in self.roles else set[Role]())
        return not held.isdisjoint(wanted)

    @property
    def scoped(self) -> bool:
        return not self.has(Role.reviewer, Role.auditor)


LOCAL_OPERATOR = Caller("local operator", frozenset(Role))
CONTAINER = Caller("container", frozenset())
