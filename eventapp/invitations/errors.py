"""How invitations say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class InvitationAnswered(Refusal):
    """Who has answered declines no more by the link."""

    message = lazy_gettext(
        "This invitation was answered. Open your registration to change or cancel it."
    )


class InvitationEnded(Refusal):
    """It lets nobody in any more."""

    status = 410
    message = lazy_gettext(
        "This invitation has ended. Write to your host, who can send you another one."
    )


class WeekNotPublic(Refusal):
    """A link into a week that nobody can open."""

    message = lazy_gettext(
        "This week is not public yet, so nobody could open the link."
        " Make it public in the settings, then send."
    )


class ChangedMeanwhile(Refusal):
    """It was answered while the office wrote it anew."""

    message = lazy_gettext(
        "Somebody answered this invitation meanwhile. It stays as it was."
    )
