"""Messages about what will be erased, and what was."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail.service import put
from eventapp.privacy.queries import Term
from eventapp.privacy.words import purpose_word
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import letter, write

LAST_WORD = "privacy.erased"


def announce_purge(week: Week, terms: Sequence[Term], *, earliest: datetime) -> None:
    """What will go by itself, to the office of the week, a week before."""
    with speaking(week.languages[0] if week.languages else "en"):
        lines = [
            _(
                "- %(purpose)s: after %(day)s",
                purpose=purpose_word(term.purpose),
                day=day_in_words(
                    max(term.last, earliest.astimezone(week.tzinfo).date())
                ),
            )
            for term in terms
        ]
        put(
            "privacy.announced",
            to_address=week.contact_address,
            to_name="",
            language=week.languages[0] if week.languages else "en",
            subject=_("Data of %(week)s will be erased", week=week.name),
            text=letter(
                week,
                None,
                _("The week is over. What is no longer needed goes by itself:")
                + "\n"
                + "\n".join(lines),
                _("Totals stay. What you still need, you can keep longer here:")
                + f"\n{current().address}/organise/{week.slug}/privacy",
            ),
            week_id=week.id,
        )


def send_erase_link(registration: Registration, path: str) -> None:
    """The link that erases, to the address that we write to."""
    with speaking(registration.language):
        write(
            registration,
            "privacy.asked",
            _("Erase your data for %(week)s?", week=registration.week.name),
            _("You asked us to erase your data. Open this page and press the button:")
            + f"\n{current().address}{path}",
            _("The link ends tomorrow. It cannot be undone."),
            _("You did not ask for it? Then do nothing. Your data stays."),
            has_link=False,
        )


def tell_erased(week: Week, address: str, language: str) -> None:
    """The last message: all is gone. It is forgotten as soon as it is sent."""
    if not address:
        return
    with speaking(language):
        put(
            LAST_WORD,
            to_address=address,
            to_name="",
            language=language,
            reply_to=week.contact_address,
            subject=_("Your data for %(week)s is erased", week=week.name),
            text=letter(
                week,
                None,
                _("We erased your data: your answers, places, badge and messages."),
                _("What stays are numbers that tell nothing about you."),
                _("This message too is erased as soon as it is sent."),
            ),
            week_id=week.id,
        )
