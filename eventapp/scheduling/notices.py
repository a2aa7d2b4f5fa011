"""The mails that bring one event into a calendar, change it there, or take it out.

Who declines in the calendar hears what became of the place.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail.models import Message
from eventapp.mail.service import put
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration import notices
from eventapp.registration.models.registrations import Registration
from eventapp.scheduling.vocabulary import CalendarWay


@dataclass(frozen=True)
class Before:
    """When an event was, as its reader was told last."""

    starts_at: datetime
    ends_at: datetime


def write_invited(
    registration: Registration, event: Event, where: str, *, is_again: bool
) -> Message:
    """Somebody has a place: the event, for the calendar.

    `is_again`: it stood there before, and was taken out.
    """
    subject = _("Invitation: %(event)s", event=event.title)
    if is_again:
        subject = _("Invitation again: %(event)s", event=event.title)
    unread = _("“Decline” in your calendar does not release your place.")
    return _write(
        registration,
        "calendar.invited",
        subject,
        _("You have a place at this event:"),
        _block(event, where),
        _("It is in this mail for your calendar. When it changes, we send the change."),
        _(
            "Events for all delegates are not sent in this way. They come only with the"
            " subscription or the file under “My calendar”."
        ),
        _("If you cannot come, please release your place for the next person.")
        + f"\n{_own_page()}",
        *([] if current().mailbox else [unread]),
        _last_words(),
    )


def write_updated(
    registration: Registration, event: Event, where: str, before: Before
) -> Message:
    """Something about an event that stands in the calendar is new."""
    was = []
    if (event.starts_at, event.ends_at) != (before.starts_at, before.ends_at):
        hours = _hours(before.starts_at, before.ends_at, event.week)
        was = [_("Before, it was: %(when)s", when=hours)]
    return _write(
        registration,
        "calendar.updated",
        _("Updated: %(event)s", event=event.title),
        _("This event has changed. It is now:"),
        _block(event, where),
        *was,
        _("Your calendar can take the change from this mail."),
        _last_words(),
    )


def write_cancelled(
    registration: Registration, event: Event, where: str, address: str
) -> Message:
    """An event, or the place at it, is no more; to `address`, as it was told before."""
    subject = _("You no longer have a place: %(event)s", event=event.title)
    said = _("You no longer have a place at this event:")
    if event.is_cancelled:
        subject = _("Cancelled: %(event)s", event=event.title)
        said = _("This event will not take place:")
    return _write(
        registration,
        "calendar.cancelled",
        subject,
        said,
        _block(event, where),
        _("Your calendar can strike it out with this mail."),
        address=address,
    )


def write_taken_out(
    registration: Registration,
    event: Event,
    where: str,
    address: str,
    way: CalendarWay | None,
) -> Message:
    """An event leaves the calendar at `address`, and the place stays."""
    now = {
        CalendarWay.SUBSCRIPTION: _(
            "You chose to subscribe: the event is now in the calendar to which you"
            " subscribe. Here you would see it twice."
        ),
        CalendarWay.NEITHER: _(
            "You chose that no events come into your calendar. The event is now in"
            " your registration alone."
        ),
    }
    elsewhere = _("You have a new e-mail address: the event comes there now.")
    return _write(
        registration,
        "calendar.cancelled",
        _("Taken out of this calendar: %(event)s", event=event.title),
        _("You keep your place. The event takes place as planned:"),
        _block(event, where),
        now.get(way, elsewhere) if way else elsewhere,
        _("Your calendar can take the event out with this mail."),
        address=address,
    )


def tell_declined(registration: Registration, event: Event) -> None:
    """A place went back because a calendar said no; perhaps it was a slip."""
    with speaking(registration.language):
        notices.write(
            registration,
            "place.declined_by_calendar",
            _("You declined: %(event)s", event=event.title),
            _("You declined this event in your calendar, and your place was released:"),
            notices.event_line(event, registration.week),
            _("If that was a mistake, sign up for it again here."),
        )


def _write(
    registration: Registration,
    occasion: str,
    subject: str,
    *paragraphs: str,
    address: str | None = None,
) -> Message:
    week = registration.week
    return put(
        occasion,
        to_address=address or registration.address,
        to_name=registration.name.latin,
        language=registration.language,
        reply_to=week.contact_address,
        subject=subject,
        text=notices.letter(week, registration.name.first, *paragraphs),
        about_id=registration.id,
        week_id=week.id,
    )


def _block(event: Event, where: str) -> str:
    week = event.week
    lines = [
        str(event.title),
        _(
            "%(when)s (%(city)s time)",
            when=_hours(event.starts_at, event.ends_at, week),
            city=week.city,
        ),
        where,
        f"{current().address}/weeks/{week.slug}/events/{event.id}",
    ]
    return "\n".join(line for line in lines if line)


def _hours(starts_at: datetime, ends_at: datetime, week: Week) -> str:
    begins, ends = starts_at.astimezone(week.tzinfo), ends_at.astimezone(week.tzinfo)
    last = f"{ends:%H:%M}"
    if ends.date() != begins.date():
        last = f"{day_in_words(ends.date())} {last}"
    return f"{day_in_words(begins.date())} {begins:%H:%M}\N{EN DASH}{last}"


def _own_page() -> str:
    return f"{current().address}/me/"


def _last_words() -> str:
    return _(
        "Would you rather subscribe to your calendar, or get no such mails? Choose it"
        " under “My calendar” in your registration."
    )
