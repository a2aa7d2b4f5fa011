"""Which public texts lack a language of their week."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.kernel.names import PersonName
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in, planned_events
from eventapp.programme.plans import EventPlan


class OwnerKind(StrEnum):
    """To what texts belong."""

    WEEK = "week"
    EVENT = "event"
    VENUE = "venue"
    PERSON = "person"


FIELDS = {
    OwnerKind.WEEK: ("name", "theme", "city", "introduction", "travel"),
    OwnerKind.EVENT: ("title", "summary", "interpretation"),
    OwnerKind.VENUE: ("name", "address", "directions"),
    OwnerKind.PERSON: ("office",),
}


@dataclass(frozen=True)
class Owner:
    """Something with public texts, as organisers see it: events as planned."""

    kind: OwnerKind
    key: UUID
    label: Localised | PersonName
    texts: Mapping[str, Localised | None]  # by field
    version: int | None = None  # of an event

    @property
    def mark(self) -> str:
        """What tells whether the texts are still those that a form showed."""
        if self.version is not None:
            return str(self.version)
        return mark_of(self.texts)

    @property
    def name(self) -> str:
        """What an address or a form calls it."""
        return f"{self.kind}-{self.key}"

    def missing(self, tags: Iterable[str]) -> list[tuple[str, str]]:
        """Each field with a language in which it is missing."""
        asked = tuple(tags)
        return [
            (field, tag)
            for field, text in self.texts.items()
            for tag in missing(text, asked)
        ]


def lacks(text: Localised | None) -> list[str]:
    """The languages of our pages in which a label is missing."""
    return [one.tag for one in LANGUAGES if not text or one.tag not in text]


def missing(text: Localised | None, tags: Iterable[str]) -> tuple[str, ...]:
    """The languages in which a text lacks; what is empty in all lacks in none."""
    return tuple(tag for tag in tags if text and tag not in text)


def lacks_in(week: Week, plan: EventPlan) -> tuple[str, ...]:
    """The languages of a week in which an event lacks one of its texts."""
    lacking = {
        tag
        for name in FIELDS[OwnerKind.EVENT]
        for tag in missing(getattr(plan, name), week.languages)
    }
    return tuple(tag for tag in week.languages if tag in lacking)


def owners(week: Week) -> list[Owner]:
    """Whatever has public texts in a week; in five statements."""
    found = [Owner(OwnerKind.WEEK, week.id, week.name, texts_of(OwnerKind.WEEK, week))]
    for planned in planned_events(week):
        if not planned.is_cancelled:
            texts = texts_of(OwnerKind.EVENT, planned.plan)
            title, version = planned.plan.title, planned.event.version
            found.append(Owner(OwnerKind.EVENT, planned.id, title, texts, version))
    venues = select(Venue).where(Venue.week_id == week.id)
    for venue in db.session.scalars(venues.order_by(Venue.position, Venue.id)):
        texts = texts_of(OwnerKind.VENUE, venue)
        found.append(Owner(OwnerKind.VENUE, venue.id, venue.name, texts))
    for person in persons_in(week):
        texts = texts_of(OwnerKind.PERSON, person)
        found.append(Owner(OwnerKind.PERSON, person.id, person.name, texts))
    return found


def missing_texts(week: Week) -> int:
    """How many texts are missing: each field counts once for each language."""
    return sum(len(owner.missing(week.languages)) for owner in owners(week))


def texts_of(kind: OwnerKind, row: object) -> dict[str, Localised | None]:
    """The public texts of something, by field."""
    return {name: getattr(row, name) for name in FIELDS[kind]}


def mark_of(texts: Mapping[str, Localised | None]) -> str:
    """A short text that differs where texts differ."""
    said = {name: dict(text or {}) for name, text in texts.items()}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
