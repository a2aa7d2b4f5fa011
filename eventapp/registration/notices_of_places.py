"""Messages about places: inherited, offered, given, refused, taken back."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail.occasions import Occasion
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import (
    event_line,
    new_link,
    reason_in_words,
    tell,
)
from eventapp.registration.on_places import (
    GIVEN,
    OFFER_ENDED,
    OFFERED,
    PROMOTED,
    REFUSED,
    TAKEN_BACK,
)


def tell_promoted(
    registration: Registration, event: Event, swapped: Event | None = None
) -> None:
    """A place became free for somebody who waited; perhaps another one went back."""
    with speaking(registration.language):
        given_up = ""
        if swapped is not None:
            given_up = _(
                "Your place at “%(event)s” was released for it.", event=swapped.title
            )
        _tell(registration, PROMOTED, event, is_held=True, given_up=given_up)


def tell_offered(registration: Registration, event: Event, place: Place) -> None:
    """A place is kept for somebody who waited, until an instant."""
    with speaking(registration.language):
        _tell(
            registration,
            OFFERED,
            event,
            until=moment_in_words(place.offered_until, registration.week),
            answer_link=f"{new_link(registration)}?event={event.id}",
        )


def tell_offer_ended(registration: Registration, event: Event) -> None:
    """Nobody answered an offer in time."""
    with speaking(registration.language):
        _tell(registration, OFFER_ENDED, event)


def tell_given(registration: Registration, event: Event) -> None:
    """An organiser gave a place."""
    with speaking(registration.language):
        _tell(registration, GIVEN, event, is_held=True)


def tell_refused(registration: Registration, event: Event, reason: str) -> None:
    """An organiser refused a request."""
    with speaking(registration.language):
        _tell(registration, REFUSED, event, reason=reason_in_words(reason))


def tell_taken_back(registration: Registration, event: Event, reason: str) -> None:
    """An organiser took a place back."""
    with speaking(registration.language):
        _tell(
            registration,
            TAKEN_BACK,
            event,
            is_held=True,
            reason=reason_in_words(reason),
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


def _tell(
    registration: Registration,
    occasion: Occasion,
    event: Event,
    *,
    is_held: bool = False,
    **values: str,
) -> None:
    """`is_held`: a mail for the calendar may come along, or end what was there."""
    tell(
        registration,
        occasion,
        {
            "event": str(event.title),
            "event_line": event_line(event, registration.week),
            **values,
        },
        event=event if is_held else None,
    )
