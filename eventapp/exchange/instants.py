"""Cells as instants: an hour on the week's clock, with its day or without."""

from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _

from eventapp.exchange.values import UnreadableError, day, day_numbers, hour
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.weeks import Week

AROUND = timedelta(days=60)  # events lie in their week, or near it
SIGN_UP_AROUND = timedelta(days=400)


def instant(on: date, at: time, week: Week, around: timedelta = AROUND) -> datetime:
    """The instant at which the week's clocks show this.

    Raises:
        UnreadableError: they skip it, or it is far from the week.
    """
    first, last = week.held.first, week.held.last or week.held.first
    if not first - around <= on <= last + around:
        raise UnreadableError(_("%(day)s lies far from the week.", day=on.isoformat()))
    try:
        return instant_of(on, at, week.tzinfo)
    except NoSuchHour as refusal:
        raise UnreadableError(str(refusal)) from None


def moment(text: str, week: Week) -> tuple[date | None, time]:
    """An hour, also with its day before it: 2027-03-09 09:30, 2027-03-09T01:30Z.

    Raises:
        UnreadableError: it is neither.
    """
    try:
        whole = datetime.fromisoformat(text.strip())
    except ValueError:
        on, _space, at = text.strip().rpartition(" ")
        if on and day_numbers(on.casefold()):
            return day(on), hour(at)
        return None, hour(text)
    if len(text.strip()) <= len("2027-03-09"):
        raise UnreadableError(
            _("“%(text)s” is no time of the day. Write 09:30.", text=text)
        )
    if whole.tzinfo is not None:
        whole = whole.astimezone(UTC).astimezone(week.tzinfo)
    return whole.date(), whole.time().replace(second=0, microsecond=0)


def instant_in(text: str, week: Week) -> datetime:
    """A day with its hour, by the week's clock: 2027-03-01 09:00.

    Raises:
        UnreadableError: one of the two is missing or cannot be read.
    """
    on, at = moment(text, week)
    if on is None:
        raise UnreadableError(
            _("“%(text)s” has no day. Write 2027-03-01 09:00.", text=text)
        )
    return instant(on, at, week, around=SIGN_UP_AROUND)
