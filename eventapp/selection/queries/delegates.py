"""The table of delegates, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from eventapp.kernel.db import db
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import LetterStatus
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    PlaceStatus,
)
from eventapp.selection.choosing import Choice
from eventapp.selection.models import Tag, Tagging
from eventapp.selection.queries.conditions import has_come, has_printed_badge
from eventapp.selection.queries.counting import chosen, count_of, in_order, whole

PAGE = 50


@dataclass(frozen=True)
class Delegate:
    """One row of the table of delegates."""

    registration: Registration
    places: int
    is_here: bool
    agrees: bool  # that we keep what was said about food and access
    accompanies: str | None  # the reference of the delegate with whom they come
    has_badge: bool
    letter: LetterStatus | None
    tags: Sequence[str]


def page_of(
    week: Week, choice: Choice, page: int = 1, *, most: int = PAGE
) -> tuple[list[Delegate], int]:
    """One page of the table of delegates, and how many match in all."""
    # Whole rows are read only of the page: sorting thousands of them takes its time.
    found = chosen(week, choice).outerjoin(Registration.institution)
    keys = db.session.scalars(
        in_order(found, choice).offset((page - 1) * most).limit(most)
    ).all()
    return rows_of(week, keys), count_of(week, choice)


def rows_of(week: Week, keys: Sequence[UUID]) -> list[Delegate]:
    """The rows of the table for these registrations of a week, in this order."""
    host = aliased(Registration)
    beside = select(host.reference).where(host.id == Registration.accompanies_id)
    rows = db.session.execute(
        whole(week, Choice())
        .add_columns(
            _held(),
            has_come(),
            agreed_to(ConsentPurpose.SENSITIVE),
            beside.correlate(Registration).scalar_subquery(),
            has_printed_badge(),
            _letter(),
        )
        .where(Registration.id.in_(keys))
    )
    tags = _tags_of(keys)
    found = {
        one.id: Delegate(
            registration=one,
            places=places,
            is_here=bool(came),
            agrees=bool(agrees),
            accompanies=accompanies,
            has_badge=bool(printed),
            letter=letter,
            tags=tags.get(one.id, ()),
        )
        for one, places, came, agrees, accompanies, printed, letter in rows
    }
    return [found[key] for key in keys if key in found]


def _held() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(
            Place.registration_id == Registration.id,
            Place.status == PlaceStatus.HELD,
        )
        .correlate(Registration)
        .scalar_subquery()
    )


def _letter() -> Any:  # noqa: ANN401 - a scalar subquery of a vocabulary
    """Where the latest request for a letter is."""
    return (
        select(LetterRequest.status)
        .where(LetterRequest.registration_id == Registration.id)
        .order_by(LetterRequest.asked_at.desc(), LetterRequest.id)
        .limit(1)
        .correlate(Registration)
        .scalar_subquery()
    )


def _tags_of(keys: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    rows = db.session.execute(
        select(Tagging.registration_id, Tag.word)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tagging.registration_id.in_(keys))
        .order_by(Tag.folded)
    )
    found: dict[UUID, list[str]] = {}
    for key, word in rows:
        found.setdefault(key, []).append(word)
    return found
