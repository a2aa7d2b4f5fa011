"""Which mails for calendars follow a release: the same before it and right after it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from eventapp.kernel.db import db
from eventapp.mail.models import CalendarMethod
from eventapp.programme.alterations import Alteration
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.audience import changed_fields
from eventapp.registration.following import Following
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.scheduling.due import Pair, of_pair, sender
from eventapp.scheduling.models import ChosenWay, Sent
from eventapp.scheduling.queries import by_mail

# What a calendar is told of, by the names of a plan; see `service/sending.py`.
MATTERS: Final = frozenset(
    {
        "title",
        "starts_at",
        "ends_at",
        "venue_id",
        "meeting_point_id",
        "mode",
        "languages",
    }
)


def mails_after(week: Week, release: Following) -> Counter[UUID]:
    """How many mails of their own whose calendar gets; in one statement.

    Whoever is told of the release is known from then on, and gets what was never sent.
    """
    if not week.is_public:
        return Counter()
    pairs = set(_pairs(week, release)) - set(release.carried)
    return Counter(one for one, _event in pairs)


def _pairs(week: Week, release: Following) -> Iterator[Pair]:
    altered = {one.event_id: one for one in release.alterations}
    is_new = or_(Sent.method.is_(None), Sent.method == CalendarMethod.CANCEL)
    rows = (
        select(
            Registration.id,
            Event.id,
            Event.status,
            Event.starts_at,
            is_new.label("new"),
        )
        .select_from(Place)
        .join(Registration, Registration.id == Place.registration_id)
        .join(Event, Event.id == Place.event_id)
        .outerjoin(Sent, of_pair(Sent))
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Event.week_id == week.id,
            Place.status == PlaceStatus.HELD,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.address != "",
            func.lower(Registration.address) != sender(),
            or_(
                and_(is_new, Registration.id.in_(release.told)),
                and_(~is_new, Event.id.in_(altered)),
            ),
            by_mail(),
        )
    )
    for one, event, status, starts_at, new in db.session.execute(rows):
        alteration = altered.get(event)
        is_held, begins = status is EventStatus.SCHEDULED, starts_at
        if alteration is not None:
            is_held = alteration.after["status"] == EventStatus.SCHEDULED
            begins = datetime.fromisoformat(alteration.after["starts_at"])
        is_due = is_held and week.invites_by_mail
        if not new:
            is_due = not is_held or _is_worth_it(alteration)
        if is_due and begins > release.now:
            yield one, event


def _is_worth_it(alteration: Alteration | None) -> bool:
    return alteration is not None and not MATTERS.isdisjoint(changed_fields(alteration))
