"""How registration says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class RegistrationClosed(Refusal):
    """It is too early or too late to register."""

    message = lazy_gettext("Registration for this week is closed.")


class InvitationNeeded(Refusal):
    """The week is by invitation, and the code fits none."""

    status = 422
    message = lazy_gettext("This invitation code is not valid. Ask your host for one.")


class CodeSentJustNow(Refusal):
    """A new code is sent once a minute."""

    status = 429
    message = lazy_gettext(
        "We sent a code less than a minute ago. Wait a moment, then ask again."
    )


class WrongCode(Refusal):
    """The digits are not those of the mail."""

    status = 422
    message = lazy_gettext(
        "This is not the code from our e-mail. Check the six digits."
    )


class CodeEnded(Refusal):
    """The code is too old, used, or was tried too often."""

    status = 422
    message = lazy_gettext("This code has ended. Ask for a new one.")


class LinkEnded(Refusal):
    """A private link is unknown, too old or was ended; all look alike."""

    status = 410
    message = lazy_gettext("This link has ended. Ask for a new one by e-mail.")


class NotConfirmed(Refusal):
    """Only a confirmed registration has places."""

    message = lazy_gettext("Your registration is not confirmed yet.")


class EventBegun(Refusal):
    """The doors are closed."""

    message = lazy_gettext("This event has already begun.")


class EventNotOpen(Refusal):
    """This event takes no sign-up."""

    message = lazy_gettext("You cannot sign up for this event.")


class EventCancelled(Refusal):
    """This event does not take place."""

    message = lazy_gettext("This event is cancelled.")


class EventFull(Refusal):
    """An organiser gives a place that is not there."""

    message = lazy_gettext("This event is full.")


class SignUpOpensLater(Refusal):
    """It is too early to ask for a place."""

    message = lazy_gettext("Sign-up opens on %(when)s.")


class SignUpEnded(Refusal):
    """It is too late to ask for a place, although the event has not begun."""

    message = lazy_gettext("Sign-up is closed since %(when)s.")


class WholeDelegationOnly(Refusal):
    """A delegation gets all of its places at this event, or none."""

    message = lazy_gettext(
        "Delegations come to this event as a whole."
        " Ask the head of your delegation to sign up for all."
    )


class Overlaps(Refusal):
    """The week allows one place at a time."""

    message = lazy_gettext(
        "You have a place at “%(event)s” at the same time."
        " Release it first, or swap it for this one."
    )


class ChoiceOverlaps(Refusal):
    """Two events of one choice are at the same time, where the week blocks that."""

    message = lazy_gettext(
        "“%(one)s” and “%(other)s” are at the same time."
        " In this week nobody has two places at one time. Choose one of them."
    )


class MemberOverlaps(Refusal):
    """Somebody of a group has a place elsewhere at this time."""

    message = lazy_gettext(
        "%(name)s has a place at “%(event)s” at the same time. Release it first."
    )


class NothingToSwap(Refusal):
    """Only a place that is held can be swapped."""

    message = lazy_gettext("You have no place at “%(event)s” that you could swap.")


class NoRoomToSwap(Refusal):
    """The other event is full; the old place stays."""

    message = lazy_gettext("“%(event)s” is full. You keep your place at “%(kept)s”.")


class NotEnoughPlaces(Refusal):
    """A group comes as a whole, and there is not room for all of it."""

    message = lazy_gettext(
        "There is not room for the whole group. Places needed: %(needed)s."
        " Places left: %(left)s."
    )


class AnswersMissing(Refusal):
    """A step was left out."""

    status = 422
    message = lazy_gettext("Some answers are missing. Complete the steps first.")


class SensitiveConsentNeeded(Refusal):
    """What tells of health or belief is kept by an own consent only."""

    message = lazy_gettext("We may keep this only if you agree to it.")


class ConsentNeeded(Refusal):
    """Without this consent we may not keep the answers."""

    status = 422
    message = lazy_gettext(
        "Agree that we keep your answers, or leave without registering."
    )


class TooLateToChange(Refusal):
    """The deadline for changes has passed."""

    message = lazy_gettext(
        "The deadline for changes has passed. Write to the organisers."
    )


class NoLongerOpen(Refusal):
    """A declined or cancelled registration is not changed."""

    message = lazy_gettext("This registration was declined or cancelled.")


class NotDecidable(Refusal):
    """Only a submitted registration waits for a decision."""

    message = lazy_gettext("This registration does not wait for a decision.")


class TooManyCompanions(Refusal):
    """The week allows so many people beside a delegate, and they are there."""

    message = lazy_gettext(
        "You cannot bring another person. This week allows %(most)s for each delegate."
    )


class TooManyAtOneAddress(Refusal):
    """One address has begun enough registrations; a delegation is the way for more."""

    message = lazy_gettext(
        "This address has begun many registrations."
        " Ask the organisers to open a delegation for you."
    )


class DecidedMeanwhile(Refusal):
    """Somebody else decided while this page was open."""

    message = lazy_gettext(
        "Somebody decided about this registration a moment ago. Look at it again."
    )


class ChangedMeanwhile(Refusal):
    """The delegate changed their answers while this page was open."""

    message = lazy_gettext(
        "The delegate changed these answers a moment ago. Look at them again."
    )


class NotCheckedYet(Refusal):
    """The week decides in two steps, and the first one is not done."""

    message = lazy_gettext(
        "This week decides in two steps. Somebody must check the registration first."
    )


class CheckedByYourself(Refusal):
    """The one who checks is not the one who decides."""

    message = lazy_gettext(
        "You checked this registration yourself. Somebody else must decide."
    )


class SupervisorNeeded(Refusal):
    """A week by invitation takes somebody else only by decision."""

    status = 403
    message = lazy_gettext(
        "This week is by invitation. Ask a supervisor to register this person."
    )


class ReasonNeeded(Refusal):
    """Registration is closed, or the office decides; a desk says why all the same."""

    status = 422
    message = lazy_gettext("Write why this person is registered now.")


class RegisteredAgain(Refusal):
    """Nobody has two registrations for one week."""

    message = lazy_gettext("This person has registered again since.")


class HeadMeanwhile(Refusal):
    """A delegation has one head."""

    message = lazy_gettext("The delegation has another head since.")
