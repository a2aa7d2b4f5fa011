"""Roles, the rights that each has, and how an account stands to the weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Right(StrEnum):
    """What a view may ask of whoever wants to see it."""

    ADMINISTER = "administer"  # accounts, roles, the site itself
    MANAGE = "manage"  # registrations, people, mail, files with people in them
    PLAN = "plan"  # the programme: events, texts, venues, releases
    READ = "read"  # the office's pages, and none of its secrets
    SUPERVISE = "supervise"  # desks, devices, conflicts
    CHECK_IN = "check_in"  # at a desk
    INTERPRET = "interpret"  # own parts in events, and their texts
    DRIVE = "drive"  # cars, and whom they meet


class Role(StrEnum):
    """What an account is, in all weeks or in one."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    STEWARD = "steward"
    INTERPRETER = "interpreter"
    DRIVER = "driver"
    READER = "reader"

    @property
    def rights(self) -> frozenset[Right]:
        """All that this role may do."""
        return RIGHTS[self]

    def may(self, right: Right) -> bool:
        """Whether this role has `right`."""
        return right in RIGHTS[self]


_AT_DESKS = {Right.SUPERVISE, Right.CHECK_IN}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset(Right),
        Role.ORGANISER: frozenset(Right) - {Right.ADMINISTER},
        Role.EDITOR: frozenset({Right.PLAN, Right.READ}),
        Role.SUPERVISOR: frozenset(_AT_DESKS),
        Role.STEWARD: frozenset({Right.CHECK_IN}),
        Role.INTERPRETER: frozenset({Right.INTERPRET}),
        Role.DRIVER: frozenset({Right.DRIVE}),
        Role.READER: frozenset({Right.READ}),
    }
)

# Who works in the office sees its pages.
OFFICE = Right.READ


@dataclass(frozen=True)
class Standing:
    """Which role an account has in all weeks, and which in some of them."""

    everywhere: Role | None = None
    in_weeks: Mapping[UUID, Role] = field(default_factory=dict)
    addresses: Mapping[str, UUID] = field(default_factory=dict)  # of those weeks

    def may(self, right: Right, week_id: UUID | None = None) -> bool:
        """Whether it has `right` in this week; None: in all of them."""
        if self.everywhere is not None and self.everywhere.may(right):
            return True
        role = None if week_id is None else self.in_weeks.get(week_id)
        return role is not None and role.may(right)

    def may_at(self, right: Right, slug: str) -> bool:
        """Whether it has `right` in the week with this address."""
        return self.may(right, self.addresses.get(slug))

    def may_somewhere(self, right: Right) -> bool:
        """Whether it has `right` in one week at least."""
        return self.may(right) or any(one.may(right) for one in self.in_weeks.values())

    @property
    def is_known_by_name(self) -> bool:
        """Whether the office finds it by its name alone, as the driver of a car."""
        return self.may_somewhere(Right.DRIVE) and not self.may_somewhere(Right.MANAGE)

    def weeks_with(self, right: Right) -> frozenset[UUID] | None:
        """The weeks in which it has `right`; None: all."""
        if self.may(right):
            return None
        return frozenset(key for key, one in self.in_weeks.items() if one.may(right))


class Means(StrEnum):
    """By what somebody came in."""

    PASSWORD = "password"  # noqa: S105 - a word for it
    PASSKEY = "passkey"
    SIGN_ON = "sign_on"  # another house vouched for them
    LINK = "link"  # from a mail: a first password, or a new one


class LinkPurpose(StrEnum):
    """What a link in a mail is for."""

    INVITATION = "invitation"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Term:
    """How long a session lasts."""

    idle: timedelta  # unused
    whole: timedelta  # however much it is used


# Who sees registrations and people signs in each day; a phone at a desk does not.
OFFICE_TERM = Term(idle=timedelta(hours=12), whole=timedelta(days=7))
USUAL_TERM = Term(idle=timedelta(days=3), whole=timedelta(days=31))


def term_of(standing: Standing) -> Term:
    """How long the sessions of an account that stands so may last."""
    return OFFICE_TERM if standing.may_somewhere(Right.MANAGE) else USUAL_TERM
