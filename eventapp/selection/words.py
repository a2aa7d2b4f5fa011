"""The words of filters, columns and bulk deeds."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.kernel.i18n import lazy_gettext
from eventapp.selection.vocabulary import (
    AtEvent,
    Column,
    DeedKind,
    DeedState,
    Lack,
    LetterState,
    Presence,
)

PRESENCE = {
    Presence.HERE: lazy_gettext("Here"),
    Presence.NOT_YET: lazy_gettext("Not yet here"),
    Presence.NO_SHOW: lazy_gettext("Did not come to an event"),
}
AT_EVENT = {
    AtEvent.HELD: lazy_gettext("Holds a place"),
    AtEvent.OFFERED: lazy_gettext("Has an offer"),
    AtEvent.WAITING: lazy_gettext("Waits"),
    AtEvent.NONE: lazy_gettext("Has no place"),
}
DEED_STATES = {
    DeedState.AT_WORK: ("waiting", lazy_gettext("In progress")),
    DeedState.DONE: ("ok", lazy_gettext("Done")),
    DeedState.STOPPED: ("warn", lazy_gettext("Stopped before the end")),
    DeedState.UNDONE: ("quiet", lazy_gettext("Undone")),
}
LETTERS = {
    LetterState.NEEDED: lazy_gettext("Needed, not requested"),
    LetterState.ASKED: lazy_gettext("Requested, not made"),
    LetterState.RETURNED: lazy_gettext("Asked back"),
    LetterState.ISSUED: lazy_gettext("Made or sent"),
    LetterState.REFUSED: lazy_gettext("Refused"),
}
LACKS = {
    Lack.NAME: lazy_gettext("The name"),
    Lack.OWN_PART: lazy_gettext("Their own part"),
    Lack.ANSWER: lazy_gettext("An answer"),
    Lack.DOCUMENT: lazy_gettext("A document"),
    Lack.ARRIVAL: lazy_gettext("The day of arrival"),
    Lack.INSTITUTION: lazy_gettext("An institution of the directory"),
}
COLUMNS = {
    Column.INSTITUTION: lazy_gettext("Institution"),
    Column.TERRITORY: lazy_gettext("Country or region"),
    Column.STATUS: lazy_gettext("Status"),
    Column.KIND: lazy_gettext("Role"),
    Column.POSITION: lazy_gettext("Position"),
    Column.DELEGATION: lazy_gettext("Delegation"),
    Column.EVENTS: lazy_gettext("Events"),
    Column.HERE: lazy_gettext("Here"),
    Column.ARRIVES: lazy_gettext("Arrives"),
    Column.DEPARTS: lazy_gettext("Leaves"),
    Column.LANGUAGE: lazy_gettext("Language"),
    Column.ADDRESS: lazy_gettext("E-mail"),
    Column.PHONE: lazy_gettext("Phone"),
    Column.LETTER: lazy_gettext("Visa letter"),
    Column.BADGE: lazy_gettext("Badge printed"),
    Column.TAGS: lazy_gettext("Tags"),
    Column.NOTE: lazy_gettext("Note of the office"),
    Column.NUMBER: lazy_gettext("Number"),
    Column.REFERENCE: lazy_gettext("Reference"),
    Column.SUBMITTED: lazy_gettext("Submitted"),
}
DEEDS = {
    DeedKind.CONFIRM: lazy_gettext("Confirm"),
    DeedKind.DECLINE: lazy_gettext("Decline"),
    DeedKind.CANCEL: lazy_gettext("Cancel registrations"),
    DeedKind.CHECK: lazy_gettext("Recommend"),
    DeedKind.SIGN_UP: lazy_gettext("Sign up for an event"),
    DeedKind.TAG: lazy_gettext("Add a tag"),
    DeedKind.UNTAG: lazy_gettext("Remove a tag"),
}
TITLES = {
    DeedKind.CONFIRM: lazy_gettext("Confirm registrations"),
    DeedKind.DECLINE: lazy_gettext("Decline registrations"),
    DeedKind.CANCEL: lazy_gettext("Cancel registrations"),
    DeedKind.CHECK: lazy_gettext("Recommend registrations"),
    DeedKind.SIGN_UP: lazy_gettext("Sign people up for an event"),
    DeedKind.TAG: lazy_gettext("Add a tag"),
    DeedKind.UNTAG: lazy_gettext("Remove a tag"),
}
LOST = {
    "letter": lazy_gettext("Visa letter"),
    "car": lazy_gettext("Seat in a car"),
    "hotel": lazy_gettext("Hotel room"),
    "seat": lazy_gettext("Seat in a coach"),
}
EFFECTS = {
    DeedKind.CONFIRM: lazy_gettext(
        "Each of them gets an e-mail, and places at the wished events where there is"
        " room."
    ),
    DeedKind.DECLINE: lazy_gettext(
        "Each of them gets an e-mail with your reason, in their language where you"
        " wrote it."
    ),
    DeedKind.CANCEL: lazy_gettext(
        "Each of them gets an e-mail. Their places go to those who wait; undoing takes"
        " them back from whoever has not heard of it."
    ),
    DeedKind.CHECK: lazy_gettext(
        "Another organiser decides. The delegates hear nothing yet."
    ),
    DeedKind.SIGN_UP: lazy_gettext("Each of them gets a place and an e-mail."),
    DeedKind.TAG: lazy_gettext("Only the office sees tags. Nobody gets an e-mail."),
    DeedKind.UNTAG: lazy_gettext("Only the office sees tags. Nobody gets an e-mail."),
}


def will_do(kind: DeedKind, num: int) -> str:  # noqa: PLR0911 - one for each kind
    """To how many a press would do what."""
    match kind:
        case DeedKind.CONFIRM:
            return ngettext(
                "%(num)s registration will be confirmed.",
                "%(num)s registrations will be confirmed.",
                num,
            )
        case DeedKind.DECLINE:
            return ngettext(
                "%(num)s registration will be declined.",
                "%(num)s registrations will be declined.",
                num,
            )
        case DeedKind.CANCEL:
            return ngettext(
                "%(num)s registration will be cancelled.",
                "%(num)s registrations will be cancelled.",
                num,
            )
        case DeedKind.CHECK:
            return ngettext(
                "%(num)s registration will be recommended.",
                "%(num)s registrations will be recommended.",
                num,
            )
        case DeedKind.SIGN_UP:
            return ngettext(
                "%(num)s person will be signed up.",
                "%(num)s people will be signed up.",
                num,
            )
        case DeedKind.TAG:
            return ngettext(
                "%(num)s registration will get the tag.",
                "%(num)s registrations will get the tag.",
                num,
            )
        case DeedKind.UNTAG:
            return ngettext(
                "%(num)s registration will lose the tag.",
                "%(num)s registrations will lose the tag.",
                num,
            )


def was_done(  # noqa: PLR0911 - one for each kind
    kind: DeedKind, num: int, about: str | None = None
) -> str:
    """What was done, to how many."""
    match kind:
        case DeedKind.CONFIRM:
            return ngettext(
                "%(num)d registration is confirmed.",
                "%(num)d registrations are confirmed.",
                num,
            )
        case DeedKind.DECLINE:
            return ngettext(
                "%(num)d registration is declined.",
                "%(num)d registrations are declined.",
                num,
            )
        case DeedKind.CANCEL:
            return ngettext(
                "%(num)d registration is cancelled.",
                "%(num)d registrations are cancelled.",
                num,
            )
        case DeedKind.CHECK:
            return ngettext(
                "%(num)d registration is checked.",
                "%(num)d registrations are checked.",
                num,
            )
        case DeedKind.SIGN_UP:
            return ngettext(
                "%(num)d person is signed up for %(event)s.",
                "%(num)d people are signed up for %(event)s.",
                num,
                event=about or "–",
            )
        case DeedKind.TAG:
            return ngettext(
                "%(num)d registration has the tag %(tag)s.",
                "%(num)d registrations have the tag %(tag)s.",
                num,
                tag=about or "–",
            )
        case DeedKind.UNTAG:
            return ngettext(
                "%(num)d registration lost the tag %(tag)s.",
                "%(num)d registrations lost the tag %(tag)s.",
                num,
                tag=about or "–",
            )


def press_to(kind: DeedKind, num: int) -> str:  # noqa: PLR0911 - one for each kind
    """What stands on the button that does it."""
    match kind:
        case DeedKind.CONFIRM:
            return ngettext(
                "Confirm %(num)s registration", "Confirm %(num)s registrations", num
            )
        case DeedKind.DECLINE:
            return ngettext(
                "Decline %(num)s registration", "Decline %(num)s registrations", num
            )
        case DeedKind.CANCEL:
            return ngettext(
                "Cancel %(num)s registration", "Cancel %(num)s registrations", num
            )
        case DeedKind.CHECK:
            return ngettext(
                "Recommend %(num)s registration",
                "Recommend %(num)s registrations",
                num,
            )
        case DeedKind.SIGN_UP:
            return ngettext("Sign %(num)s person up", "Sign %(num)s people up", num)
        case DeedKind.TAG:
            return ngettext(
                "Tag %(num)s registration", "Tag %(num)s registrations", num
            )
        case DeedKind.UNTAG:
            return ngettext(
                "Remove the tag from %(num)s registration",
                "Remove the tag from %(num)s registrations",
                num,
            )


def none_fits(kind: DeedKind) -> str:
    """Why nothing can be done to those who were chosen."""
    if kind in {DeedKind.CONFIRM, DeedKind.DECLINE}:
        return _("None of the chosen registrations waits for a decision.")
    if kind is DeedKind.CHECK:
        return _("None of the chosen registrations waits for a check.")
    return _("There is nothing to do for the chosen registrations.")


def deed_word(state: DeedState) -> str:
    """What we call this state of a bulk deed."""
    return str(DEED_STATES[state][1])


def deed_sign(state: DeedState) -> str:
    """The sign beside that word."""
    return DEED_STATES[state][0]
