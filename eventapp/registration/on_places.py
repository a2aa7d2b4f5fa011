"""What we say about places and colleagues; the office may change it."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.occasions import Said
from eventapp.mail.placeholders import Placeholder
from eventapp.registration.wording import EVENT, REASON, WHEN, letter_on


def _promoted() -> Said:
    return (
        _("You have a place: %(event)s", event="{event}"),
        _("A place became free. It is yours now:"),
        "{event_line}",
        "{given_up}",
        _("If you cannot come, release it for the next person."),
    )


def _offered() -> Said:
    return (
        _("A place is free for you: %(event)s", event="{event}"),
        _("A place became free. We keep it for you until %(when)s:", when="{until}"),
        "{event_line}",
        _("Accept or decline it here (keep this link private):") + "\n{answer_link}",
        _("Without an answer, the next person gets it."),
    )


def _offer_ended() -> Said:
    return (
        _("The offer has ended: %(event)s", event="{event}"),
        _("We kept a place for you, and had no answer in time:"),
        "{event_line}",
        _("You are no longer on the waiting list. You may sign up again."),
    )


def _given() -> Said:
    return (
        _("You have a place: %(event)s", event="{event}"),
        _("The organisers gave you a place:"),
        "{event_line}",
        _("If you cannot come, release it for the next person."),
    )


def _refused() -> Said:
    return (
        _("No place: %(event)s", event="{event}"),
        _("We are sorry. We cannot give you a place:"),
        "{event_line}",
        "{reason}",
    )


def _taken_back() -> Said:
    return (
        _("Your place was released: %(event)s", event="{event}"),
        _("The organisers released your place:"),
        "{event_line}",
        "{reason}",
    )


PROMOTED = letter_on(
    "place.promoted",
    lazy_gettext("Somebody who waited has a place"),
    _promoted,
    EVENT,
    WHEN,
    Placeholder(
        "given_up", lazy_gettext("which place was released for it, if any"), ""
    ),
)
OFFERED = letter_on(
    "place.offered",
    lazy_gettext("A place is kept for somebody who waited"),
    _offered,
    EVENT,
    WHEN,
    Placeholder("until", lazy_gettext("until when"), "Tue 9 Nov 2027, 10:00"),
    Placeholder(
        "answer_link",
        lazy_gettext("the private address to answer"),
        "https://week.example/me/enter/…",
        is_needed=True,
    ),
    has_link=False,
)
OFFER_ENDED = letter_on(
    "place.offer_ended",
    lazy_gettext("Nobody answered the offer of a place"),
    _offer_ended,
    EVENT,
    WHEN,
)
GIVEN = letter_on(
    "place.given", lazy_gettext("The office gave a place"), _given, EVENT, WHEN
)
REFUSED = letter_on(
    "place.refused",
    lazy_gettext("The office refused a place"),
    _refused,
    EVENT,
    WHEN,
    REASON,
)
TAKEN_BACK = letter_on(
    "place.taken_back",
    lazy_gettext("The office released a place"),
    _taken_back,
    EVENT,
    WHEN,
    REASON,
)
