"""Beginning and changing weeks, and who takes part in them."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.programme.errors import SlugTaken
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.service.calendars import followed
from eventapp.programme.vocabulary import (
    Mode,
    OverlapRule,
    RegistrationMode,
    Track,
)

RESERVED = frozenset(  # addresses of the office
    {"new", "institutions", "accounts", "people", "territories"}
)


@dataclass(frozen=True)
class WeekSettings:
    """How a week presents itself, and who may register when."""

    name: Localised
    theme: Localised | None
    city: Localised
    introduction: Localised | None
    travel: Localised | None
    privacy: Localised
    contact_address: str
    accent: Track
    is_public: bool
    registration_mode: RegistrationMode
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    overlap_rule: OverlapRule
    companions_allowed: int  # with one delegate
    host_id: UUID
    held: KnownDate
    zone: str  # IANA
    languages: tuple[str, ...]  # in which it speaks to its guests


@dataclass(frozen=True)
class WeekBeginning:
    """What must be known before anything else of a week."""

    slug: str
    name: Localised
    city: Localised
    zone: str  # IANA
    held: KnownDate
    host_id: UUID
    contact_address: str


def begin_week(beginning: WeekBeginning) -> Week:
    """Begin a week that only organisers see; nobody can register yet.

    Raises:
        SlugTaken: another week has this address.
    """
    taken = select(Week.id).where(Week.slug == beginning.slug)
    if db.session.scalar(taken) is not None or beginning.slug in RESERVED:
        raise SlugTaken
    now = clock.now()
    week = Week(
        privacy=Localised(),
        privacy_version=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        mode=Mode.ONSITE,
        accent=Track.TEAL,
        languages=tuple(language.tag for language in LANGUAGES),
        is_public=False,
        registration_mode=RegistrationMode.APPROVAL,
        revised_at=now,
    )
    for field in fields(beginning):
        setattr(week, field.name, getattr(beginning, field.name))
    try:
        with db.session.begin_nested():
            add(week)
    except IntegrityError:  # somebody was faster by a moment
        if db.session.scalar(taken) is None:
            raise
        raise SlugTaken from None
    invite(week, db.session.get_one(Institution, beginning.host_id), is_host=True)
    return week


def change_week(week: Week, settings: WeekSettings) -> frozenset[str]:
    """Set a week anew, and name what changed; a new privacy text is a new version."""
    lock(week)
    changed = frozenset(
        field.name
        for field in fields(settings)
        if getattr(week, field.name) != getattr(settings, field.name)
    )
    with followed(Event.week_id == week.id):
        for name in changed:
            setattr(week, name, getattr(settings, name))
    if "host_id" in changed:
        _change_host(week)
    if "privacy" in changed:
        week.privacy_version = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    if changed:
        revise(week)
    return changed


def invite(week: Week, institution: Institution, *, is_host: bool = False) -> None:
    """Note that an institution takes part in a week."""
    known = db.session.scalar(
        select(Participation).where(
            Participation.week_id == week.id,
            Participation.institution_id == institution.id,
        )
    )
    if known is None:
        add(
            Participation(
                week_id=week.id, institution_id=institution.id, is_host=is_host
            )
        )
        revise(week)


def revise(week: Week) -> None:
    """Raise the number under which pages and feeds of a week are kept."""
    week.revision = Week.revision + 1
    week.revised_at = clock.now()
    db.session.flush()


def revise_plan(week: Week) -> None:
    """Raise the number of what organisers plan; open editors look again."""
    week.plan_revision = Week.plan_revision + 1
    db.session.flush()


def _change_host(week: Week) -> None:
    invite(week, db.session.get_one(Institution, week.host_id), is_host=True)
    taking_part = select(Participation).where(Participation.week_id == week.id)
    for one in db.session.scalars(taking_part):
        one.is_host = one.institution_id == week.host_id
