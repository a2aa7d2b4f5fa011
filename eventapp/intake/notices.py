"""Messages to people whom a list brought; nobody is written unless it was ticked."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.programme.models.weeks import Week
from eventapp.registration import notices
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


def tell_imported(keys: Iterable[UUID]) -> None:
    """Write to each of these people: what is left to do, or what is known."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.week))
        .where(Registration.id.in_(list(keys)))
        .order_by(Registration.number, Registration.id)
    )
    for registration in db.session.scalars(rows):
        if registration.status is RegistrationStatus.DRAFT:
            _ask_to_complete(registration)
        elif registration.is_live:
            notices.tell_status(registration, [])


def subject_of_mail(week: Week) -> str:
    """The subject of the mail to somebody who is to complete a registration."""
    return _("Please complete your registration for %(week)s", week=week.name)


def words_of_mail(week: Week) -> list[str]:
    """What that mail says."""
    return [
        _(
            "%(host)s has entered you for %(week)s.",
            host=week.host.name,
            week=week.name,
        ),
        _("Some answers are missing. Open the link, and complete them."),
    ]


def _ask_to_complete(registration: Registration) -> None:
    with speaking(registration.language):
        notices.write(
            registration,
            "registration.imported",
            subject_of_mail(registration.week),
            *words_of_mail(registration.week),
        )
