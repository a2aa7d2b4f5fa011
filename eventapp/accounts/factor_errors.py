"""How the second step, passkeys and sign-on say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class WrongCode(Refusal):
    """It is not the code of now, or it was used before."""

    status = 422
    message = lazy_gettext(
        "This code is wrong or was used before. Wait for the next one, then type it."
    )


class LastFactor(Refusal):
    """A role that must have a second step does not lose its last one."""

    message = lazy_gettext(
        "Your role needs a second step. Add another one first, then end this one."
    )


class OwnFactors(Refusal):
    """Whoever has lost the phone is looked at by somebody else."""

    message = lazy_gettext(
        "Another administrator has to do this for you, after looking who asks."
    )


class NeedsOwnFactor(Refusal):
    """Whoever demands a second step of others has one."""

    message = lazy_gettext("Set up your own second step first.")


class PasskeyRefused(Refusal):
    """What the browser sent proves nothing."""

    status = 422
    message = lazy_gettext(
        "This passkey was not accepted. Try again, or use another way to sign in."
    )


class PasskeyKnown(Refusal):
    """One passkey belongs to one account."""

    status = 422
    message = lazy_gettext("This passkey is in use already.")


class SignOnFailed(Refusal):
    """The provider did not vouch for anybody."""

    status = 422
    message = lazy_gettext(
        "The sign-on did not succeed. Start again, or sign in with your password."
    )


class SignOnAway(Refusal):
    """The provider cannot be reached."""

    status = 503
    message = lazy_gettext(
        "The sign-on cannot be reached now. Sign in with your password, or try later."
    )


class NobodyHere(Refusal):
    """The provider vouches for somebody who has no account here."""

    status = 403
    message = lazy_gettext(
        "You are known there, yet there is no account for you here. Ask an"
        " administrator to invite you with the same e-mail address."
    )


class LinkTaken(Refusal):
    """One person of a provider is one account here."""

    message = lazy_gettext("This sign-on belongs to another account here.")


class OnlyWayIn(Refusal):
    """Nobody cuts off their only way in."""

    message = lazy_gettext(
        "This is your only way to sign in. Set a password or add a passkey first."
    )
