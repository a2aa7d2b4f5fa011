"""What decides about private calendars: one narrow question for each kind.

An address that is unknown, ended or renewed has no version; nor has the office's once
its account is disabled, or works no longer in the office of that week.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select

from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.vocabulary import Right, Role
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.feeds.models import FeedAddress, FeedKind
from eventapp.feeds.own import STRUCK_OUT_FOR
from eventapp.kernel import clock
from eventapp.kernel.asking import Question, Raw
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Turn
from eventapp.registration.models.registrations import Registration
from eventapp.run_of_show.models import Run


@dataclass(frozen=True)
class Version:
    """Whose calendar it is, and what tells it from an earlier one."""

    owner: UUID  # a registration, or an address
    week_id: UUID
    language: str  # where the address says none
    said: str  # equal for equal calendars
    changed_at: datetime  # no change is later

    @classmethod
    def of(cls, row: Raw) -> "Version":
        """From an answer: the owner, the week, the language, and what decides."""
        owner, week_id, language, *deciding = row
        instants = [one for one in deciding if isinstance(one, datetime)]
        return cls(owner, week_id, language, repr(deciding), max(instants))


class Addresses:
    """The private addresses of one kind."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        """Know what to ask about the address with a digest."""
        self._question = Question(statement)

    def seen(self, token: str) -> Raw | None:
        """What decides about the calendar at this address: to be compared, or read."""
        long_ago = clock.now() - STRUCK_OUT_FOR
        return self._question.ask(digest=digest(token), long_ago=long_ago)

    def version(self, seen: Raw) -> Version:
        """What was seen, in words."""
        return Version.of(self._question.read(seen))


_IN_OFFICE = [role for role in Role if role.may(Right.READ)]
_turns = (
    select(Turn.count)
    .where(Turn.registration_id == Registration.id)
    .correlate(Registration)
)
_runs = (
    select(func.sum(Run.version))
    .join(Event, Event.id == Run.event_id)
    .where(Event.week_id == Week.id)
    .correlate(Week)
)
AGENDAS: Final = Addresses(
    select(
        Registration.id,
        Registration.week_id,
        Registration.language,
        Registration.status,
        Registration.decided_at > bindparam("long_ago"),  # still struck out, if ended
        Registration.agenda_changed_at,
        _turns.with_only_columns(func.sum(Turn.count)).scalar_subquery(),
        _turns.with_only_columns(func.max(Turn.changed_at)).scalar_subquery(),
        Week.revision,
        Week.revised_at,
        Pickup.id,
        Pickup.version,
        Passenger.left_at,
    )
    .join(Week, Week.id == Registration.week_id)
    .outerjoin(Passenger, Passenger.registration_id == Registration.id)
    .outerjoin(Pickup, Pickup.id == Passenger.pickup_id)
    .where(Registration.agenda_digest == bindparam("digest"))
)
PARTS: Final = Addresses(
    select(
        FeedAddress.id,
        FeedAddress.week_id,
        FeedAddress.language,
        FeedAddress.changed_at,
        Week.revision,
        Week.revised_at,
        _runs.scalar_subquery(),
    )
    .join(Week, Week.id == FeedAddress.week_id)
    .where(
        FeedAddress.digest == bindparam("digest"), FeedAddress.kind == FeedKind.PARTS
    )
)
OFFICES: Final = Addresses(
    select(
        FeedAddress.id,
        FeedAddress.week_id,
        FeedAddress.language,
        FeedAddress.changed_at,
        Week.revision,
        Week.revised_at,
        Week.plan_revision,
    )
    .join(Week, Week.id == FeedAddress.week_id)
    .join(
        Account,
        and_(
            Account.id == FeedAddress.account_id,
            Account.is_enabled,
        ),
    )
    .outerjoin(
        Appointment,
        and_(
            Appointment.account_id == Account.id,
            Appointment.week_id == FeedAddress.week_id,
        ),
    )
    .where(or_(Account.role.in_(_IN_OFFICE), Appointment.role.in_(_IN_OFFICE)))
    .where(
        FeedAddress.digest == bindparam("digest"), FeedAddress.kind == FeedKind.OFFICE
    )
)
