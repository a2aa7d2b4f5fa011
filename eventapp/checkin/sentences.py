"""What a desk says in words: what is the matter, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.judging import Room, Rule
from eventapp.checkin.queries.earlier import Earlier
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.vocabulary import Verdict
from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.vocabulary import PlaceStatus

HELP_DESK = lazy_gettext("Send them to the registration desk.")
MATTERS = {
    Verdict.NOT_HERE: lazy_gettext("Nobody scanned them on the way in."),
    Verdict.NOT_LISTED: lazy_gettext("This door is for other guests."),
    Verdict.NOT_CONFIRMED: lazy_gettext("Not confirmed yet."),
    Verdict.CANCELLED: lazy_gettext("This registration was cancelled."),
    Verdict.REVOKED: lazy_gettext("This badge was replaced."),
    Verdict.TOO_EARLY: lazy_gettext("The doors are not open yet."),
    Verdict.LATE: lazy_gettext("The doors are closed."),
}
NEXT = {
    Verdict.NOT_HERE: lazy_gettext("Let them go. The count stays as it is."),
    Verdict.WRONG_EVENT: HELP_DESK,
    Verdict.NOT_LISTED: HELP_DESK,
    Verdict.TOO_EARLY: lazy_gettext("Ask them to wait."),
    Verdict.LATE: HELP_DESK,
    Verdict.NOT_CONFIRMED: HELP_DESK,
    Verdict.CANCELLED: HELP_DESK,
    Verdict.REVOKED: lazy_gettext("Ask for the new one."),
    Verdict.UNKNOWN: lazy_gettext("Find the person by name."),
    Verdict.MISREAD: lazy_gettext("Hold the code still and scan again."),
    Verdict.FULL: lazy_gettext("Let them in when somebody has left."),
    Verdict.CONFLICT: lazy_gettext("A supervisor is told."),
    Verdict.GROUP: lazy_gettext("Choose who is here."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """All that the sentences of one scan need."""

    verdict: Verdict
    guest: Guest | None = None
    event_status: EventStatus = EventStatus.SCHEDULED
    rule: Rule | None = None  # None: not looked up, for a list
    room: Room | None = None
    earlier: Earlier | None = None
    zone: ZoneInfo | None = None
    reason: str = ""
    waits: bool = False
    is_in: bool = False
    has_conflict: bool = False


def matter(told: Told) -> str:
    """What is the matter."""
    verdict = told.verdict
    if verdict is Verdict.ADMITTED and told.reason:
        return _("Admitted all the same: %(reason)s", reason=told.reason)
    if verdict in {Verdict.ALREADY_HERE, Verdict.CONFLICT} and told.earlier:
        return _earlier(told.earlier, told.rule)
    if verdict is Verdict.WRONG_EVENT:
        return _wrong_event(told.guest, told.event_status)
    if verdict is Verdict.FULL and told.room:
        return _full(told.room)
    return _closed(told) or str(MATTERS.get(verdict, ""))


def what_next(told: Told) -> str | None:
    """What to do now, if anything."""
    if told.verdict.moves:
        return None
    if told.has_conflict:
        if told.is_in and told.verdict is not Verdict.CONFLICT:
            return _("They were let in without network. A supervisor is told.")
        return str(NEXT[Verdict.CONFLICT])
    if told.waits:
        return _("They wait outside. Admit them at the break.")
    if told.verdict is Verdict.WRONG_EVENT and told.guest and told.guest.place:
        return _("Admit when seats are free.")
    said = NEXT.get(told.verdict)
    return str(said) if said else None


def _closed(told: Told) -> str | None:
    """When the doors open, or when they closed."""
    rule, zone = told.rule, told.zone
    if rule is None or zone is None:
        return None
    closes = rule.closes_at or rule.late_from
    if told.verdict is Verdict.TOO_EARLY and rule.opens_at:
        return _("The doors open at %(clock)s.", clock=_clock(rule.opens_at, zone))
    if told.verdict is Verdict.LATE and closes:
        return _("The doors closed at %(clock)s.", clock=_clock(closes, zone))
    return None


def _wrong_event(guest: Guest | None, event_status: EventStatus) -> str:
    if event_status is EventStatus.CANCELLED:
        return _("This event is cancelled.")
    if guest and guest.place is PlaceStatus.WAITING:
        return _("On the waiting list.")
    if guest and guest.place is PlaceStatus.OFFERED:
        return _("A place was offered and not accepted.")
    return _("No place at this event.")


def _full(room: Room) -> str:
    if room.is_unsafe:
        return ngettext(
            "%(num)s person is inside, as many as are allowed.",
            "%(num)s people are inside, as many as are allowed.",
            room.inside,
        )
    return ngettext(
        "The only seat is taken.", "All %(num)s seats are taken.", room.capacity or 0
    )


def _earlier(earlier: Earlier, rule: Rule | None) -> str:
    when = {
        "clock": _clock(earlier.at, earlier.zone),
        "desk": earlier.desk,
        "steward": earlier.steward or "\N{EN DASH}",
    }
    if not earlier.has_left:
        return _("Admitted at %(clock)s, %(desk)s, by %(steward)s.", **when)
    if rule is not None and rule.entries is not None:
        once = ngettext(
            "This door admits once.", "This door admits %(num)s times.", rule.entries
        )
        return "{} {}".format(_("Went out at %(clock)s, %(desk)s.", **when), once)
    return _("Went out at %(clock)s, %(desk)s.", **when)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
