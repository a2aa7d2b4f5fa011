"""How far a delegation is: who is named, and what each of its people still owes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.delegations import queries
from eventapp.delegations.service.members import answers_themselves
from eventapp.kernel.i18n import lazy_gettext
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.steps import LAST, Walk, walks_of

STEPS = {
    "name": lazy_gettext("Name as in the passport"),
    "institution": lazy_gettext("In which role"),
    "stay": lazy_gettext("Days of stay"),
    "events": lazy_gettext("Events"),
    "needs": lazy_gettext("Food and access"),
    LAST: lazy_gettext("Agreement to keep the data"),
}
TOLD = ("name", "institution")  # by the contact
OWN = ("stay", "needs", LAST)


@dataclass(frozen=True)
class Standing:
    """One of a delegation's people, and what is missing, in words."""

    member: Registration
    lacks: tuple[str, ...]
    link_sent_at: datetime | None
    is_own: bool  # changed by themselves alone

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks

    @property
    def summary(self) -> tuple[str, ...]:
        """The same, short where somebody has not begun."""
        if not {str(STEPS[step]) for step in OWN} <= set(self.lacks):
            return self.lacks
        told = (str(STEPS[step]) for step in TOLD)
        return (*(word for word in told if word in self.lacks), _("all own answers"))

    @property
    def label(self) -> str:
        """What somebody to be named is called until then."""
        return self.member.to_be_named or _("To be named")


@dataclass(frozen=True)
class Progress:
    """A delegation with its people, and the counts that matter."""

    delegation: Delegation
    people: Sequence[Standing]
    ended: Sequence[Registration]

    @property
    def named(self) -> int:
        """How many have a name."""
        return sum(one.member.is_named for one in self.people)

    @property
    def to_be_named(self) -> int:
        """How many have none."""
        return len(self.people) - self.named

    @property
    def complete(self) -> int:
        """How many have answered everything."""
        return sum(one.is_complete for one in self.people)

    @property
    def left(self) -> int:
        """How many more may come."""
        return max(0, self.delegation.quota - len(self.people))

    @property
    def head(self) -> Registration | None:
        """Who leads, if that is known."""
        heads = (one.member for one in self.people if one.member.is_head)
        return next(heads, None)


def progress_of(delegation: Delegation) -> Progress:
    """Its people and what they lack, in a fixed number of statements."""
    members = queries.members_of(delegation)
    live = [one for one in members if one.is_live]
    sent = queries.links_sent([one.id for one in live])
    walks = walks_of(live)
    return Progress(
        delegation,
        [
            Standing(
                one,
                lacks(one, walks[one.id]),
                sent.get(one.id),
                answers_themselves(one),
            )
            for one in live
        ],
        [one for one in members if not one.is_live and one.is_named],
    )


def lacks(member: Registration, walk: Walk) -> tuple[str, ...]:
    """What is missing of somebody, in plain words."""
    if not member.is_named:
        return (_("Name"),)
    titles = {part.step: str(part.title) for part in walk.parts}
    steps: Collection[str] = walk.missing
    if LAST not in member.steps_done:
        steps = [*steps, LAST]
    return tuple(titles.get(step) or str(STEPS.get(step, step)) for step in steps)
