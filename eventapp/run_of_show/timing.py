"""When each cue should begin, when it did, and when it is now expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.run_of_show.models import Cue

HALF_A_DAY = timedelta(hours=12)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Timed:
    """A cue with its number and its times."""

    cue: Cue
    number: int
    planned_at: datetime
    planned_end: datetime
    expected_at: datetime  # when it began, where it did
    expected_end: datetime
    free_minutes: int  # planned before it, for its fixed start
    squeezed_minutes: int  # its fixed start comes so long before the last cue ends

    @property
    def asked_at(self) -> datetime:
        """When it should begin; its fixed start, though the cue before ends later."""
        return self.planned_at - self.squeezed_minutes * MINUTE

    @property
    def real_minutes(self) -> int | None:
        """How long it took; None before it is over."""
        if self.cue.began_at is None or self.cue.ended_at is None:
            return None
        return whole_minutes(self.cue.ended_at - self.cue.began_at)


@dataclass(frozen=True)
class Saving:
    """A cue that may be made shorter."""

    timed: Timed
    minutes: int

    @property
    def least(self) -> int:
        """How short it may be."""
        return self.timed.cue.least_minutes or self.timed.cue.minutes


@dataclass(frozen=True)
class Course:
    """A whole run at an instant."""

    cues: tuple[Timed, ...]
    at: datetime
    starts_at: datetime
    ends_at: datetime  # of the event

    @property
    def current(self) -> Timed | None:
        """The cue that is running."""
        return next((one for one in self.cues if one.cue.is_running), None)

    @property
    def following(self) -> Timed | None:
        """The cue that comes next."""
        return next(iter(self._to_come), None)

    @property
    def has_begun(self) -> bool:
        """Whether any cue has."""
        return any(one.cue.has_begun for one in self.cues)

    @property
    def is_over(self) -> bool:
        """Whether all is done that will be done."""
        return self.has_begun and self.current is None

    @property
    def minutes(self) -> int:
        """The planned minutes of all cues together."""
        return sum(one.cue.minutes for one in self.cues)

    @property
    def planned_end(self) -> datetime:
        """When the last cue should end."""
        return max((one.planned_end for one in self.cues), default=self.starts_at)

    @property
    def expected_end(self) -> datetime:
        """When the last cue will have ended, as things stand; or did."""
        if self.is_over:
            ends = [one.cue.ended_at for one in self.cues if one.cue.ended_at]
            return max(ends)
        return max((one.expected_end for one in self.cues), default=self.starts_at)

    @property
    def excess_minutes(self) -> int:
        """By how much the plan is longer than the event; negative: shorter."""
        return whole_minutes(self.planned_end - self.ends_at)

    @property
    def late_minutes(self) -> int:
        """How late we are at this instant; negative: early."""
        current = self.current
        if current is not None:
            return whole_minutes(current.expected_end - current.planned_end)
        if self.is_over:
            return whole_minutes(self.expected_end - self.planned_end)
        return max(0, whole_minutes(self.at - self.starts_at))

    @property
    def savings(self) -> tuple[Saving, ...]:
        """Where minutes can be saved from here on."""
        if self.is_over:
            return ()
        found = []
        for one in (*filter(None, [self.current]), *self._to_come):
            if one.cue.least_minutes is None:
                continue
            least = one.cue.least_minutes
            if one.cue.began_at is not None:
                least = max(least, -whole_minutes(one.cue.began_at - self.at))
            if one.cue.minutes > least:
                found.append(Saving(one, one.cue.minutes - least))
        return tuple(found)

    @property
    def _to_come(self) -> Sequence[Timed]:
        begun = [at for at, one in enumerate(self.cues) if one.cue.has_begun]
        if begun and self.current is None:
            return ()
        return self.cues[begun[-1] + 1 :] if begun else self.cues


def whole_minutes(span: timedelta) -> int:
    """Minutes that have passed wholly; a minute that has begun does not count."""
    minutes = abs(span) // MINUTE
    return minutes if span >= timedelta() else -minutes


def course(
    cues: Sequence[Cue],
    starts_at: datetime,
    ends_at: datetime,
    zone: ZoneInfo,
    at: datetime,
) -> Course:
    """Time the cues of an event that is planned for these hours."""
    timed = []
    planned, expected = starts_at, starts_at
    latest = max((n for n, cue in enumerate(cues) if cue.has_begun), default=-1)
    if latest < 0:
        expected = max(starts_at, at)
    for index, cue in enumerate(cues):
        fixed = _fixed(cue.begins, starts_at, zone)
        length = timedelta(minutes=cue.minutes)
        gap = timedelta() if fixed is None else fixed - planned
        begins = max(planned, fixed or planned)
        if cue.began_at is not None:
            begun, expected = cue.began_at, _end(cue, cue.began_at + length, at)
        elif index < latest:  # left out
            begun = expected
        else:
            begun = max(expected, fixed or expected)
            expected = begun + length
        timed.append(
            Timed(
                cue=cue,
                number=index + 1,
                planned_at=begins,
                planned_end=begins + length,
                expected_at=begun,
                expected_end=expected,
                free_minutes=max(0, whole_minutes(gap)),
                squeezed_minutes=max(0, -whole_minutes(gap)),
            )
        )
        planned = begins + length
    return Course(tuple(timed), at, starts_at, ends_at)


def _end(cue: Cue, due: datetime, at: datetime) -> datetime:
    """When a cue ended; of the one that is running, when it will at the earliest."""
    return cue.ended_at or max(due, at)


def _fixed(begins: time | None, starts_at: datetime, zone: ZoneInfo) -> datetime | None:
    """The hour on the wall nearest to the event; a run may cross midnight."""
    if begins is None:
        return None
    day = starts_at.astimezone(zone).date()
    try:
        fixed = instant_of(day, begins, zone)
        if starts_at - fixed > HALF_A_DAY:
            fixed = instant_of(day + timedelta(days=1), begins, zone)
    except NoSuchHour:
        return None
    return fixed
