"""What states and hindrances of invitations are called."""

from eventapp.invitations.service.sending import Hindrance
from eventapp.kernel.i18n import lazy_gettext
from eventapp.registration.vocabulary import InvitationState

STATES = {
    InvitationState.PREPARED: lazy_gettext("Prepared"),
    InvitationState.SENT: lazy_gettext("Sent"),
    InvitationState.OPENED: lazy_gettext("Opened"),
    InvitationState.ANSWERED: lazy_gettext("Accepted"),
    InvitationState.DECLINED: lazy_gettext("Declined"),
    InvitationState.ENDED: lazy_gettext("Ended"),
}
SIGNS = {  # of a tag
    InvitationState.PREPARED: "quiet",
    InvitationState.SENT: "waiting",
    InvitationState.OPENED: "info",
    InvitationState.ANSWERED: "ok",
    InvitationState.DECLINED: "bad",
    InvitationState.ENDED: "past",
}
HINDRANCES = {
    Hindrance.ANSWERED: lazy_gettext("accepted already"),
    Hindrance.DECLINED: lazy_gettext("declined"),
    Hindrance.ENDED: lazy_gettext("has ended"),
    Hindrance.NO_ADDRESS: lazy_gettext("no e-mail address"),
    Hindrance.SENT_ALREADY: lazy_gettext("sent already"),
    Hindrance.NOT_SENT: lazy_gettext("not sent yet"),
    Hindrance.MAILED_TODAY: lazy_gettext("we wrote today"),
    Hindrance.REMINDED_ENOUGH: lazy_gettext("reminded often enough"),
}


def state_word(state: InvitationState) -> str:
    """What we call this state."""
    return str(STATES[state])


def state_sign(state: InvitationState) -> str:
    """The sign of its tag."""
    return SIGNS[state]


def hindrance_word(why: Hindrance) -> str:
    """Why an invitation is left out."""
    return str(HINDRANCES[why])
