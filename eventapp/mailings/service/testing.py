"""A mailing to look at first: with samples in its gaps, or to one's own address."""

from typing import Final

from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail.placeholders import filled, sampled
from eventapp.mail.service import put
from eventapp.mailings.errors import NothingWritten
from eventapp.mailings.letters import Letter, week_values
from eventapp.mailings.models import Mailing
from eventapp.mailings.placeholders import offered
from eventapp.mailings.service.posting import kind_of
from eventapp.mailings.vocabulary import Audience
from eventapp.programme.queries import events_of
from eventapp.registration.notices import line_of

LINKS: Final = {  # what private addresses look like; these open nothing
    Audience.DELEGATES: "/me/enter/…",
    Audience.CONTACTS: "/delegations/…",
    Audience.INVITED: "/weeks/…/invitation/…",
}


def sample_letter(mailing: Mailing, tag: str) -> Letter:
    """What somebody invented would read in one language."""
    with speaking(tag):
        known = sampled(offered(mailing.audience, has_event=mailing.event is not None))
        values = {**known, **_of_this_week(mailing), **week_values(mailing)}
    return Letter(
        subject_id=mailing.id,
        to_address="",
        to_name="",
        language=tag,
        wanted=tag,
        subject=filled(mailing.subject[tag], values),
        text=filled(mailing.text[tag], values),
    )


def send_test(mailing: Mailing, *, to: Account) -> int:
    """Send it to oneself alone, in each language, and tell in how many.

    Raises:
        NothingWritten: no language has a subject and a text.
    """
    if not mailing.tags:
        raise NothingWritten
    for tag in mailing.tags:
        letter = sample_letter(mailing, tag)
        with speaking(tag):
            subject = _("Test: %(subject)s", subject=letter.subject)
        put(
            "mailing.test",
            to_address=to.address,
            to_name=to.name,
            language=tag,
            reply_to=mailing.week.contact_address,
            subject=subject,
            text=letter.text + "\n",
            week_id=mailing.week_id,
            kind=kind_of(mailing),  # with the same last lines as the letters
        )
    return len(mailing.tags)


def _of_this_week(mailing: Mailing) -> dict[str, str]:
    """Samples of what each one has alone, as they look in this week."""
    week = mailing.week
    values = {"link": f"{current().address}{LINKS.get(mailing.audience, '')}"}
    first = next(iter(events_of(week)), None)
    if first is not None:
        zone = week.tzinfo
        values["events"] = line_of(first, week, waits=False)
        values["last_day"] = day_in_words(first.starts_at.astimezone(zone).date())
    return values
