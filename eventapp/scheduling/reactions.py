"""What calendar mails do when registration announces something."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words
from eventapp.kernel.personal import Kept
from eventapp.programme.models.weeks import Week
from eventapp.registration import signals
from eventapp.registration.following import Following
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import Told
from eventapp.scheduling import queries
from eventapp.scheduling.foreseen import mails_after
from eventapp.scheduling.service import sending
from eventapp.scheduling.service.ways import way_of
from eventapp.scheduling.words import method_word, way_word


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.events_told.connect(attach)
    signals.calendars_asked.connect(count_mails)
    signals.data_asked.connect(tell_all)


def attach(_week: Week, told: Sequence[Told]) -> None:
    """Notices of one event carry it for the calendar: nobody gets two mails."""
    sending.attach(told)


def count_mails(week: Week, release: Following) -> Counter[UUID]:
    """How many mails for calendars follow a release."""
    return mails_after(week, release)


def tell_all(registration: Registration) -> list[Kept]:
    """What is kept about somebody's calendar."""
    way = ((_("How events come"), way_word(way_of(registration))),)
    told = (
        (
            (_("Event"), str(one.event.title)),
            (_("What"), method_word(one.method)),
            (_("To"), one.address),
            (
                _("When"),
                day_in_words(one.sent_at.astimezone(registration.week.tzinfo).date()),
            ),
        )
        for one in queries.sent_to(registration)
    )
    return [Kept(_("Events for your calendar"), (way, *told))]
