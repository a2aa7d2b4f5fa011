"""Messages about letters; none of them holds a passport, or the letter itself."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import speaking
from eventapp.letters.models import LetterRequest
from eventapp.registration.notices import write


def tell_returned(letter: LetterRequest) -> None:
    """Something is missing or wrong; the sentence says what."""
    one = letter.registration
    with speaking(one.language):
        write(
            one,
            "letter.returned",
            _("Your visa letter: a question"),
            _("We cannot write your invitation letter yet:"),
            letter.note or "",
            _("Open the link below, choose “Visa letter”, and answer there."),
        )


def tell_refused(letter: LetterRequest) -> None:
    """There will be no letter, and why."""
    one = letter.registration
    with speaking(one.language):
        write(
            one,
            "letter.refused",
            _("Your visa letter"),
            _("We are sorry. We cannot write an invitation letter for you."),
            _("Reason: %(reason)s", reason=letter.note or ""),
            _("We have deleted your passport data."),
        )


def tell_ready(letter: LetterRequest) -> None:
    """The letter can be downloaded; it does not travel by mail."""
    one = letter.registration
    with speaking(one.language):
        write(
            one,
            "letter.ready",
            _("Your visa letter is ready"),
            _(
                "Your invitation letter %(number)s is ready.",
                number=letter.numbered or "",
            ),
            _("Open the link below, choose “Visa letter”, and download it there."),
            _("It holds passport data. We do not send it by e-mail."),
            _("Please tell us on the same page whether you got the visa."),
        )
