"""What leads of coaches read: each answer with its colour and its sentence."""

from eventapp.coaches.models.counts import CoachDeed
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel.i18n import lazy_gettext

TOLD = {
    Told.ON_BOARD: ("admit", lazy_gettext("%(name)s is on board.")),
    Told.ALREADY: ("look", lazy_gettext("%(name)s is already on board.")),
    Told.OTHER_COACH: (
        "look",
        lazy_gettext("%(name)s has a seat in another coach: %(coach)s."),
    ),
    Told.ELSEWHERE: (
        "look",
        lazy_gettext("%(name)s was counted in another coach: %(coach)s."),
    ),
    Told.TWICE: (
        "stop",
        lazy_gettext("%(name)s was counted in two coaches, also in %(coach)s."),
    ),
    Told.NOT_LISTED: (
        "look",
        lazy_gettext("%(name)s has no seat on this tour."),
    ),
    Told.FULL: ("stop", lazy_gettext("No seat is free for %(name)s.")),
    Told.NOT_CONFIRMED: (
        "stop",
        lazy_gettext("%(name)s is not confirmed. Ask the registration desk."),
    ),
    Told.CANCELLED: (
        "stop",
        lazy_gettext("%(name)s cancelled. Ask the registration desk."),
    ),
    Told.REVOKED: (
        "stop",
        lazy_gettext("This badge was replaced. Ask for the new one."),
    ),
    Told.STRANGER: ("stop", lazy_gettext("This badge is of another week.")),
    Told.UNKNOWN: (
        "stop",
        lazy_gettext("Nobody on the list has this code. Find the person by name."),
    ),
    Told.MISREAD: ("look", lazy_gettext("Hold the code still and scan again.")),
    Told.REFUSED: (
        "stop",
        lazy_gettext("The rules of this tour do not admit %(name)s."),
    ),
    Told.NOT_COUNTED: ("offline", lazy_gettext("%(name)s is not on board.")),
    Told.MOVED: ("admit", lazy_gettext("%(name)s rides in %(coach)s now.")),
    Told.LEFT: ("offline", lazy_gettext("%(name)s does not come along.")),
    Told.DEPARTED: ("admit", lazy_gettext("The coach has left. The count is kept.")),
    Told.REOPENED: ("offline", lazy_gettext("The coach is counted here again.")),
}
NO_SEAT = lazy_gettext(
    "No seat is free in %(coach)s for %(name)s. If somebody here does not come along, "
    "say so first: their seat becomes free."
)
TONES = {"admit": "ok", "look": "warn", "stop": "bad", "offline": "info"}


def told_sentence(deed: CoachDeed) -> str:
    """What came of a deed, in one sentence."""
    who = deed.registration.name if deed.registration else ""
    if deed.verdict is Told.FULL and deed.kind is not DeedKind.MOVE:
        return str(NO_SEAT) % {"name": who, "coach": deed.coach.name}
    coach = deed.other.name if deed.other else deed.coach.name
    return str(TOLD[deed.verdict][1]) % {"name": who, "coach": coach}


def told_kind(deed: CoachDeed) -> str:
    """The kind of note in which it is said."""
    return TONES[TOLD[deed.verdict][0]]


def told_category(deed: CoachDeed) -> str:
    """The kind of message in which the next page says it."""
    return {"ok": "message", "bad": "error"}.get(told_kind(deed), "warn")
