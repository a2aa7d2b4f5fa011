"""The clock on the wall: what organisers type, in the zone of their week."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class NoSuchHour(Refusal):
    """The clocks are put forward over this hour."""

    status = 422
    message = lazy_gettext(
        "This hour does not exist on this day: the clocks go forward. Enter another."
    )


class ZoneInUse(Refusal):
    """Events have their hours in the zone of the week."""

    message = lazy_gettext("The week has events. Its time zone cannot change.")


def instant_of(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant that the wall shows; an hour that comes twice means the first.

    Raises:
        NoSuchHour: the clocks of this zone are put forward over it.
    """
    typed = datetime.combine(day, hour)
    instant = typed.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != typed:
        raise NoSuchHour
    return instant


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
