"""Messages about places: inherited, offered, given, refused, taken back."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import event_line, new_link, write


def tell_promoted(
    registration: Registration, event: Event, swapped: Event | None = None
) -> None:
    """A place became free for somebody who waited; perhaps another one went back."""
    with speaking(registration.language):
        given_up = (
            [_("Your place at “%(event)s” was released for it.", event=swapped.title)]
            if swapped
            else []
        )
        write(
            registration,
            "place.promoted",
            _("You have a place: %(event)s", event=event.title),
            _("A place became free. It is yours now:"),
            event_line(event, registration.week),
            *given_up,
            _("If you cannot come, release it for the next person."),
            event=event,
        )


def tell_offered(registration: Registration, event: Event, place: Place) -> None:
    """A place is kept for somebody who waited, until an instant."""
    with speaking(registration.language):
        until = moment_in_words(place.offered_until, registration.week)
        write(
            registration,
            "place.offered",
            _("A place is free for you: %(event)s", event=event.title),
            _("A place became free. We keep it for you until %(when)s:", when=until),
            event_line(event, registration.week),
            _("Accept or decline it here (keep this link private):")
            + f"\n{new_link(registration)}?event={event.id}",
            _("Without an answer, the next person gets it."),
            has_link=False,
        )


def tell_offer_ended(registration: Registration, event: Event) -> None:
    """Nobody answered an offer in time."""
    with speaking(registration.language):
        write(
            registration,
            "place.offer_ended",
            _("The offer has ended: %(event)s", event=event.title),
            _("We kept a place for you, and had no answer in time:"),
            event_line(event, registration.week),
            _("You are no longer on the waiting list. You may sign up again."),
        )


def tell_given(registration: Registration, event: Event) -> None:
    """An organiser gave a place."""
    with speaking(registration.language):
        write(
            registration,
            "place.given",
            _("You have a place: %(event)s", event=event.title),
            _("The organisers gave you a place:"),
            event_line(event, registration.week),
            _("If you cannot come, release it for the next person."),
            event=event,
        )


def tell_refused(registration: Registration, event: Event, reason: str) -> None:
    """An organiser refused a request."""
    with speaking(registration.language):
        write(
            registration,
            "place.refused",
            _("No place: %(event)s", event=event.title),
            _("We are sorry. We cannot give you a place:"),
            event_line(event, registration.week),
            *([_("Reason: %(reason)s", reason=reason)] if reason else []),
        )


def tell_taken_back(registration: Registration, event: Event, reason: str) -> None:
    """An organiser took a place back."""
    with speaking(registration.language):
        write(
            registration,
            "place.taken_back",
            _("Your place was released: %(event)s", event=event.title),
            _("The organisers released your place:"),
            event_line(event, registration.week),
            *([_("Reason: %(reason)s", reason=reason)] if reason else []),
            event=event,
        )


def moment_in_words(at: datetime | None, week: Week) -> str:
    """An instant by the week's clock: Tue 9 Nov 2027, 10:00 (Opole time)."""
    if at is None:
        return ""
    wall = at.astimezone(week.tzinfo)
    return _(
        "%(day)s, %(time)s (%(city)s time)",
        day=day_in_words(wall.date()),
        time=f"{wall:%H:%M}",
        city=week.city,
    )
