"""How letters say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class LettersNotOffered(Refusal):
    """The week writes no letters."""

    message = lazy_gettext("This week writes no invitation letters.")


class TooLateToAsk(Refusal):
    """The last day to ask is over."""

    message = lazy_gettext(
        "The last day to ask for a letter is over. Write to the organisers."
    )


class NotRegistered(Refusal):
    """Letters are for people who have sent their registration."""

    message = lazy_gettext("Finish your registration first. Then ask for a letter.")


class NoLongerAnswerable(Refusal):
    """What stands in a letter with a number is changed by the office alone."""

    message = lazy_gettext(
        "The organisers have already decided. Write to them if something is wrong."
    )


class NotWaiting(Refusal):
    """Somebody decided before, or it was taken back."""

    message = lazy_gettext("This request does not wait for this decision any more.")


class NotExpected(Refusal):
    """The host invites the people whom it has confirmed."""

    message = lazy_gettext(
        "Confirm the registration first. The host invites confirmed delegates only."
    )


class AnswersGone(Refusal):
    """The passport data were deleted, or cannot be opened."""

    message = lazy_gettext(
        "The answers for this letter are no longer kept. Ask the delegate for them."
    )


class NotMade(Refusal):
    """There is no letter yet, or no longer."""

    message = lazy_gettext("There is no letter here, or it was already deleted.")


class LogoUnfit(Refusal):
    """A letterhead takes a small picture."""

    status = 422
    message = lazy_gettext(
        "Choose a PNG or JPEG picture of at most 200 kB and 3000 pixels."
    )


class NothingToIssue(Refusal):
    """No approved letter waits to be made."""

    message = lazy_gettext("No approved letter waits to be made.")
