"""What a door says to somebody: the rules, judged on facts that were read before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eventapp.checkin.queries.people import Guest
from eventapp.checkin.vocabulary import Admits, Direction, Lateness, Verdict
from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus

BELIEVED = timedelta(days=1)  # how far the clock of a device may be off
NEARLY = 0.9  # of the limit: from then on a desk warns


@dataclass(frozen=True, slots=True)
class Rule:
    """What organisers decided about a door; see `DoorRule`."""

    admits: Admits = Admits.AS_SIGNED_UP
    kinds: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    late_from: datetime | None = None
    lateness: Lateness = Lateness.ADMIT
    seats_until: datetime | None = None
    entries: int | None = None

    def holds(self, at: datetime) -> bool:
        """Whether somebody who comes at this instant waits outside."""
        is_late = self.late_from is not None and at >= self.late_from
        is_closed = self.closes_at is not None and at >= self.closes_at
        return is_late and not is_closed and self.lateness is Lateness.HOLD

    def frees_seats(self, at: datetime) -> bool:
        """Whether seats of those who did not come are free for those who wait."""
        return self.seats_until is not None and at >= self.seats_until


NO_RULE = Rule()


@dataclass(frozen=True, slots=True)
class Standing:
    """The admission of somebody, which stands: who is inside has not left."""

    admission_id: UUID
    entries: int
    left_at: datetime | None
    last_scan: UUID

    @property
    def is_inside(self) -> bool:
        """Whether they have come in, and not gone out."""
        return self.left_at is None


@dataclass(frozen=True, slots=True)
class Delegated:
    """The delegation of somebody: how many of it are here."""

    id: UUID
    institution: Localised
    label: str | None
    here: int
    of: int

    @property
    def title(self) -> str:
        """Its name, in the reader's language."""
        name = str(self.institution)
        return f"{name} ({self.label})" if self.label else name


@dataclass(frozen=True, slots=True)
class Room:
    """How many are inside an event, and how many may be."""

    inside: int
    capacity: int | None
    most_inside: int | None = None  # a fire limit
    warn_inside: int | None = None

    @property
    def limit(self) -> int | None:
        """The smaller of what the room holds and what the fire limit allows."""
        known = [one for one in (self.capacity, self.most_inside) if one is not None]
        return min(known, default=None)

    @property
    def warns_at(self) -> int | None:
        """From how many people on a desk warns."""
        if self.warn_inside is not None:
            return self.warn_inside
        return None if self.limit is None else int(self.limit * NEARLY)

    @property
    def is_unsafe(self) -> bool:
        """Whether the fire limit lets nobody in."""
        return self.most_inside is not None and self.inside >= self.most_inside


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides about one presentation, read in one statement."""

    week_id: UUID
    event_status: EventStatus
    signup: SignUp
    room: Room
    rule: Rule = NO_RULE
    guest: Guest | None = None
    guest_week_id: UUID | None = None
    badge_revoked: bool = False
    delegation_id: UUID | None = None
    delegated: Delegated | None = None
    standing: Standing | None = None
    is_awaited: bool = False
    direction: Direction | None = None  # of the desk; None: as the steward chose
    known_scan: UUID | None = None

    @property
    def is_inside(self) -> bool:
        """Whether whoever stands here counts as inside already."""
        return self.standing is not None and self.standing.is_inside


def happened(
    scanned_at: datetime, received_at: datetime, *, was_offline: bool
) -> datetime:
    """When somebody passed: as the device says, where it could not ask.

    Its clock decides about no admission. It puts ways in and out across doors in
    order, and a closed door was open then; a clock that is far off is not believed.
    """
    if not was_offline or received_at - scanned_at > BELIEVED:
        return received_at
    return min(scanned_at, received_at)


def judge(found: Situation, direction: Direction, at: datetime) -> Verdict:
    """What the rules say; how many are inside is as good as `found` is fresh."""
    if direction is Direction.OUT:
        return _out(found)
    refusals = _refusals(found, at)
    return next(refusals, Verdict.ADMITTED)


def is_counted(found: Situation, at: datetime) -> bool:
    """Whether the number of people inside decides, so that it must be exact."""
    return found.room.most_inside is not None or (
        found.room.capacity is not None and _fills(found, at)
    )


def is_full(found: Situation, at: datetime) -> bool:
    """Whether one more would be too many."""
    room = found.room
    if room.is_unsafe:
        return True
    is_taken = room.capacity is not None and room.inside >= room.capacity
    return is_taken and _fills(found, at)


def _out(found: Situation) -> Verdict:
    """Nobody who leaves is held up, whatever became of their registration."""
    if found.is_inside:
        return Verdict.GOODBYE
    return Verdict.UNKNOWN if found.guest is None else Verdict.NOT_HERE


def _refusals(found: Situation, at: datetime) -> Iterator[Verdict]:
    """Why somebody may not come in, the weightiest reason first."""
    if found.guest is None:
        yield Verdict.ALREADY_HERE if found.is_inside else Verdict.UNKNOWN
        return
    yield from _of_person(found, found.guest)
    yield from _of_event(found, found.guest, at)
    yield from _of_time(found.rule, at)
    if is_full(found, at):
        yield Verdict.FULL


def _of_person(found: Situation, guest: Guest) -> Iterator[Verdict]:
    if guest.status in {RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED}:
        yield Verdict.CANCELLED
    if found.badge_revoked:
        yield Verdict.REVOKED
    if found.guest_week_id != found.week_id:
        yield Verdict.WRONG_EVENT
    if guest.status is not RegistrationStatus.CONFIRMED:
        yield Verdict.NOT_CONFIRMED
    if found.is_inside:
        yield Verdict.ALREADY_HERE


def _of_event(found: Situation, guest: Guest, at: datetime) -> Iterator[Verdict]:
    rule, standing = found.rule, found.standing
    if found.event_status is EventStatus.CANCELLED:
        yield Verdict.WRONG_EVENT
    if not _is_meant(found, guest, at):
        is_listed = rule.admits is Admits.LISTED
        yield Verdict.NOT_LISTED if is_listed else Verdict.WRONG_EVENT
    if standing and rule.entries is not None and standing.entries >= rule.entries:
        yield Verdict.ALREADY_HERE


def _of_time(rule: Rule, at: datetime) -> Iterator[Verdict]:
    if rule.opens_at is not None and at < rule.opens_at:
        yield Verdict.TOO_EARLY
    if rule.closes_at is not None and at >= rule.closes_at:
        yield Verdict.LATE
    is_late = rule.late_from is not None and at >= rule.late_from
    if is_late and rule.lateness is not Lateness.ADMIT:
        yield Verdict.LATE


def _is_meant(found: Situation, guest: Guest, at: datetime) -> bool:
    rule = found.rule
    if rule.admits is Admits.LISTED:
        is_listed = guest.kind in rule.kinds or (
            str(found.delegation_id) in rule.delegations
        )
        return is_listed or not (rule.kinds or rule.delegations)
    if rule.admits is Admits.CONFIRMED:
        return True
    if rule.admits is Admits.AS_SIGNED_UP and found.signup is SignUp.EVERYONE:
        return True
    return guest.place is PlaceStatus.HELD or (
        guest.place is not None and rule.frees_seats(at)
    )


def _fills(found: Situation, at: datetime) -> bool:
    """Whether the capacity is filled at the door, for no seat is kept for anybody."""
    rule = found.rule
    if rule.admits is Admits.AS_SIGNED_UP:
        keeps = found.signup is not SignUp.EVERYONE
    else:
        keeps = rule.admits is Admits.PLACES
    return not keeps or rule.frees_seats(at)
