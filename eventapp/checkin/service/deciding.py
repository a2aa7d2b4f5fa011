"""What becomes of somebody at a door: the verdict, and who comes or goes by it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from eventapp.checkin.errors import CannotOverrule
from eventapp.checkin.judging import Situation, judge
from eventapp.checkin.vocabulary import ConflictKind, Direction, Verdict
from eventapp.kernel.codes import Outcome

LET_IN = frozenset({Verdict.ADMITTED, Verdict.CONFLICT})


@dataclass(frozen=True, slots=True)
class Presentation:
    """Somebody shows a badge at a desk, or is found there by name."""

    scan_id: UUID  # made by the device: sent again, it gets the same answer
    desk_id: UUID
    event_id: UUID
    scanned_at: datetime
    code: str = ""
    registration_id: UUID | None = None
    direction: Direction = Direction.IN
    was_offline: bool = False
    told: Verdict | None = None  # what the device said, while it could not ask
    overrules_id: UUID | None = None  # the refusal, in spite of which
    reason: str = ""  # they are admitted
    group_id: UUID | None = None  # of the card with which a delegation came
    from_hold: bool = False  # waited outside until the break
    steward_id: UUID | None = None  # an account; or
    device_id: UUID | None = None
    steward_name: str = ""
    week_id: UUID | None = None  # of the device; None: any
    may_name: bool = True  # somebody without a badge
    may_overfill: bool = False  # beyond the fire limit

    @property
    def let_in(self) -> bool:
        """Whether the device, which could not ask, let them in.

        One that had no list to judge by said nothing: they came in by sight.
        """
        return self.was_offline and (self.told is None or self.told in LET_IN)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, and what it does."""

    verdict: Verdict
    comes: bool = False  # somebody walks in
    goes: bool = False  # somebody walks out
    waits: bool = False  # outside, on the list
    conflict: ConflictKind | None = None
    despite: Verdict | None = None  # a refusal, which a steward overruled


def decide(
    shown: Presentation, found: Situation, outcome: Outcome, at: datetime
) -> Decision:
    """Decide about a person whose situation is known.

    Raises:
        CannotOverrule: nobody can be admitted by what was read.
    """
    if outcome is Outcome.MISREAD:
        verdict = Verdict.MISREAD
    else:
        verdict = judge(_at_the_break(shown, found), _way(shown, found), at)
    if _way(shown, found) is Direction.OUT:
        return Decision(verdict, goes=verdict is Verdict.GOODBYE)
    if verdict is Verdict.MISREAD and not (shown.let_in and shown.told):
        if shown.reason and not shown.was_offline:
            raise CannotOverrule
        return Decision(verdict)
    if shown.was_offline:
        return _told(shown, found, verdict, at)
    if shown.reason:
        return _overruled(shown, found, verdict)
    waits = verdict is Verdict.LATE and found.rule.holds(at)
    return Decision(verdict, comes=verdict is Verdict.ADMITTED, waits=waits)


def second(shown: Presentation, direction: Direction) -> Decision:
    """Another desk was quicker by a moment."""
    if direction is Direction.OUT:
        return Decision(Verdict.NOT_HERE)
    if shown.let_in:
        return Decision(Verdict.CONFLICT, conflict=ConflictKind.TWICE)
    return Decision(Verdict.ALREADY_HERE)


def _told(
    shown: Presentation, found: Situation, verdict: Verdict, at: datetime
) -> Decision:
    """Follow what happened at the door: they are in, or they were sent away."""
    if not shown.let_in:
        was_sent_away = verdict is Verdict.ADMITTED and shown.told is not None
        said = shown.told if was_sent_away and shown.told else verdict
        return Decision(said, waits=said is Verdict.LATE and found.rule.holds(at))
    if verdict is Verdict.ADMITTED:
        return Decision(verdict, comes=True)
    if verdict is Verdict.ALREADY_HERE and found.is_inside:
        if shown.reason:  # the steward knew, and said why
            return Decision(Verdict.ADMITTED, comes=True, despite=verdict)
        return Decision(Verdict.CONFLICT, conflict=ConflictKind.TWICE)
    if shown.reason and not found.room.is_unsafe:
        return Decision(Verdict.ADMITTED, comes=True, despite=verdict)
    is_stranger = verdict in {Verdict.UNKNOWN, Verdict.MISREAD}
    kind = ConflictKind.STRANGER if is_stranger else ConflictKind.AGAINST_RULES
    return Decision(verdict, comes=True, conflict=kind)


def _overruled(shown: Presentation, found: Situation, verdict: Verdict) -> Decision:
    """A steward admits all the same; only a supervisor, where it is unsafe."""
    if found.room.is_unsafe and not shown.may_overfill and not found.is_inside:
        return Decision(Verdict.FULL)
    despite = None if verdict is Verdict.ADMITTED else verdict
    return Decision(Verdict.ADMITTED, comes=True, despite=despite)


def _at_the_break(shown: Presentation, found: Situation) -> Situation:
    if not shown.from_hold:
        return found
    return replace(found, rule=replace(found.rule, late_from=None))


def _way(shown: Presentation, found: Situation) -> Direction:
    """The desk may have one way only."""
    return found.direction or shown.direction
