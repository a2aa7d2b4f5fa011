"""The words and colours of kinds, modes and parts."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    OverlapRule,
    Part,
    RegistrationMode,
    SignUp,
    Track,
    VenueKind,
    WaitingList,
)

KINDS = {
    EventKind.OPENING: (lazy_gettext("Opening ceremony"), Track.BLUE),
    EventKind.CLOSING: (lazy_gettext("Closing ceremony"), Track.BLUE),
    EventKind.SIGNING: (lazy_gettext("Signing ceremony"), Track.BLUE),
    EventKind.SALON: (lazy_gettext("Academic salon"), Track.PURPLE),
    EventKind.FORUM: (lazy_gettext("Forum"), Track.PURPLE),
    EventKind.ROUND_TABLE: (lazy_gettext("Round table"), Track.PURPLE),
    EventKind.CONFERENCE: (lazy_gettext("Conference"), Track.PURPLE),
    EventKind.EXHIBITION: (lazy_gettext("Exhibition"), Track.ORANGE),
    EventKind.FAIR: (lazy_gettext("Study abroad fair"), Track.ORANGE),
    EventKind.PROGRAMME_DAY: (lazy_gettext("Programme day"), Track.ORANGE),
    EventKind.PROMOTION: (lazy_gettext("Promotion meeting"), Track.TEAL),
    EventKind.MATCHMAKING: (lazy_gettext("Matchmaking"), Track.TEAL),
    EventKind.CULTURE: (lazy_gettext("Cultural experience"), Track.ROSE),
    EventKind.CAMPUS_TOUR: (lazy_gettext("Campus tour"), Track.GREEN),
    EventKind.CITY_TOUR: (lazy_gettext("City tour"), Track.GREEN),
    EventKind.VISIT: (lazy_gettext("Visit"), Track.GREEN),
    EventKind.BANQUET: (lazy_gettext("Banquet"), Track.OLIVE),
    EventKind.OTHER: (lazy_gettext("Other event"), Track.SLATE),
}
MODES = {
    Mode.ONSITE: lazy_gettext("On site"),
    Mode.HYBRID: lazy_gettext("On site and online"),
    Mode.ONLINE: lazy_gettext("Online"),
}
SIGN_UPS = {
    SignUp.EVERYONE: lazy_gettext("For all delegates, no sign-up"),
    SignUp.OPEN: lazy_gettext("Sign up"),
    SignUp.BY_REQUEST: lazy_gettext("By request"),
    SignUp.INVITED: lazy_gettext("By invitation"),
    SignUp.CLOSED: lazy_gettext("Sign-up closed"),
}
WAITING_LISTS = {
    WaitingList.AUTOMATIC: lazy_gettext("The first in line has the place at once"),
    WaitingList.OFFER: lazy_gettext("The first in line gets an offer that ends"),
    WaitingList.BY_HAND: lazy_gettext("The office gives the place"),
}
OVERLAP_RULES = {
    OverlapRule.INFORM: lazy_gettext("Tell the delegate, and allow it"),
    OverlapRule.BLOCK: lazy_gettext("Refuse the second place"),
}
STATUSES = {
    EventStatus.DRAFT: lazy_gettext("Draft"),
    EventStatus.SCHEDULED: lazy_gettext("Scheduled"),
    EventStatus.CANCELLED: lazy_gettext("Cancelled"),
}
VENUE_KINDS = {
    VenueKind.CAMPUS: lazy_gettext("Campus"),
    VenueKind.BUILDING: lazy_gettext("Building"),
    VenueKind.ROOM: lazy_gettext("Room"),
    VenueKind.OUTDOORS: lazy_gettext("Outdoors"),
    VenueKind.MEETING_POINT: lazy_gettext("Meeting point"),
    VenueKind.VEHICLE: lazy_gettext("Coach"),
    VenueKind.ONLINE: lazy_gettext("Online room"),
}
PARTS = {
    Part.PRESIDER: lazy_gettext("Presider"),
    Part.SPEAKER: lazy_gettext("Speaker"),
    Part.HOST: lazy_gettext("Host"),
    Part.MODERATOR: lazy_gettext("Moderator"),
    Part.INTERPRETER: lazy_gettext("Interpreter"),
    Part.SIGNATORY: lazy_gettext("Signatory"),
    Part.WITNESS: lazy_gettext("Witness"),
    Part.GUIDE: lazy_gettext("Guide"),
    Part.CONTACT: lazy_gettext("Contact"),
}
TRACKS = {
    Track.BLUE: lazy_gettext("Blue"),
    Track.ORANGE: lazy_gettext("Orange"),
    Track.GREEN: lazy_gettext("Green"),
    Track.PURPLE: lazy_gettext("Purple"),
    Track.TEAL: lazy_gettext("Teal"),
    Track.ROSE: lazy_gettext("Rose"),
    Track.OLIVE: lazy_gettext("Olive"),
    Track.SLATE: lazy_gettext("Slate"),
}
REGISTRATION_MODES = {
    RegistrationMode.OPEN: lazy_gettext("Open to everybody"),
    RegistrationMode.APPROVAL: lazy_gettext("With approval"),
    RegistrationMode.INVITATION: lazy_gettext("By invitation"),
}


def kind_word(kind: EventKind) -> str:
    """What we call an event of this kind."""
    return str(KINDS[kind][0])


def track(kind: EventKind) -> str:
    """The colour of this kind; the word always stands beside it."""
    return KINDS[kind][1].value


def mode_word(mode: Mode) -> str:
    """What we call this way of meeting."""
    return str(MODES[mode])


def sign_up_word(signup: SignUp) -> str:
    """What we call this way of coming."""
    return str(SIGN_UPS[signup])


def waiting_list_word(waiting_list: WaitingList) -> str:
    """What becomes of a place that is free again."""
    return str(WAITING_LISTS[waiting_list])


def part_word(part: Part) -> str:
    """What we call this part in an event."""
    return str(PARTS[part])


def event_status_word(status: EventStatus) -> str:
    """What we call this status of an event."""
    return str(STATUSES[status])


def venue_word(kind: VenueKind) -> str:
    """What we call a place of this sort."""
    return str(VENUE_KINDS[kind])


def registration_mode_word(mode: RegistrationMode) -> str:
    """What we call this way of becoming a delegate."""
    return str(REGISTRATION_MODES[mode])
