"""How delegations say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class QuotaReached(Refusal):
    """More people than the delegation may have."""

    status = 422
    message = lazy_gettext(
        "Your delegation may have %(quota)s people. You can add %(left)s more."
    )


class QuotaTooSmall(Refusal):
    """The quota goes below those who are in the delegation."""

    status = 422
    message = lazy_gettext(
        "There are %(present)s people in this delegation. Enter this number or more."
    )


class AlreadyInDelegation(Refusal):
    """Somebody of this name is there."""

    status = 422
    message = lazy_gettext(
        "%(name)s is in your delegation already. If this is somebody else, give their"
        " own e-mail address."
    )


class NobodyToSend(Refusal):
    """A delegation of nobody."""

    status = 422
    message = lazy_gettext("Add one person at least. Then send the delegation.")


class DelegationEnded(Refusal):
    """A declined or cancelled delegation is not changed."""

    message = lazy_gettext("This delegation was declined or cancelled.")


class DelegationNotDecidable(Refusal):
    """Only a delegation that was sent waits for a decision."""

    message = lazy_gettext("This delegation does not wait for a decision.")


class TooLateToAdd(Refusal):
    """The deadline of the week has passed."""

    message = lazy_gettext(
        "The deadline has passed. You can still name the people who are to be named."
        " For everything else, write to the organisers."
    )


class WeekOver(Refusal):
    """Nobody comes any more."""

    message = lazy_gettext("This week is over.")


class AnswersThemselves(Refusal):
    """Who has begun their own part changes it themselves."""

    message = lazy_gettext(
        "This person has answered already, and changes the answers themselves."
    )


class NotConfirmedYet(Refusal):
    """Places come after confirmation."""

    message = lazy_gettext(
        "You can take places as soon as your delegation is confirmed."
    )


class NobodyChosen(Refusal):
    """Places for nobody."""

    status = 422
    message = lazy_gettext("Choose one person at least.")


class DelegationLinkEnded(Refusal):
    """A private link is unknown, or was ended; both look alike."""

    status = 410
    message = lazy_gettext("This link has ended. Ask the organisers for a new one.")
