"""How accounts say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class TooManyAttempts(Refusal):
    """Somebody tries again and again."""

    status = 429
    message = lazy_gettext("Too many tries. Wait fifteen minutes, then try again.")


class WrongCredentials(Refusal):
    """The address or the password is wrong; we do not say which."""

    status = 422
    message = lazy_gettext("The e-mail address or the password is wrong.")


class PasswordTooShort(Refusal):
    """A password of fewer than twelve characters."""

    status = 422
    message = lazy_gettext("Use a password of at least 12 characters.")


class PasswordCommon(Refusal):
    """A password that was stolen somewhere and stands in lists."""

    status = 422
    message = lazy_gettext(
        "This password stands in lists of stolen passwords, which are tried first."
        " Choose another one."
    )


class PasswordOwnWords(Refusal):
    """A password made of names that everybody knows."""

    status = 422
    message = lazy_gettext(
        "This password is made of your name, your address or the name of this site."
        " Choose words that have nothing to do with you."
    )


class PasswordGuessed(Refusal):
    """A password that a program finds soon."""

    status = 422
    message = lazy_gettext(
        "This password is guessed too easily."
        " Three or four words that do not belong together are good."
    )


class LinkEnded(Refusal):
    """A link from a mail that was used, taken back or has expired."""

    status = 410
    message = lazy_gettext("This link was used already or has ended.")


class WrongPassword(Refusal):
    """Whoever changes something must know the present password."""

    status = 422
    message = lazy_gettext("This is not your present password.")


class AlreadyCome(Refusal):
    """Whoever has accepted an invitation is not invited again."""

    message = lazy_gettext("This person has already accepted the invitation.")


class AddressTaken(Refusal):
    """Two accounts never share an address."""

    status = 422
    message = lazy_gettext("There is already an account with this e-mail address.")


class OwnAccount(Refusal):
    """Nobody locks themselves out."""

    message = lazy_gettext("You cannot disable your own account.")


class NotYours(Refusal):
    """A page, or what it does, needs a right that whoever asked does not have."""

    status = 403

    def __init__(self, sentence: str) -> None:
        """Say who has it."""
        super().__init__()
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class OwnRights(Refusal):
    """Nobody gives themselves a right, or takes away the one that would undo it."""

    message = lazy_gettext(
        "You cannot change your own rights. Ask another administrator."
    )


class LastAdministrator(Refusal):
    """Without an administrator nobody could give rights any more."""

    message = lazy_gettext(
        "This is the last administrator. Make somebody else one first."
    )
