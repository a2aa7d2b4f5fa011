"""The filters of a choice as conditions on registrations; they need no join."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from eventapp.badges.models import Badge, BadgePrint
from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.names import searchable
from eventapp.kernel.wall import midnight
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    PlaceStatus,
    RegistrationStatus,
)
from eventapp.selection.choosing import NOWHERE, Choice
from eventapp.selection.models import Tagging
from eventapp.selection.queries.lacking import exists, lacking, stands
from eventapp.selection.vocabulary import AtEvent, Presence

MOST_WORDS = 8
LONGEST_NUMBER = 6
SHORTEST_PHONE = 3

Condition = ColumnElement[bool]


def conditions_of(week: Week, choice: Choice) -> list[Condition]:
    """What holds of the registrations of `week` that are meant, on `Registration`."""
    found: list[Condition] = [Registration.week_id == week.id]
    found += [_holds(word) for word in searchable(choice.words).split()[:MOST_WORDS]]
    found += _about_themselves(week, choice)
    found += _about_others(week, choice)
    return found


def has_come() -> Condition:
    """Whether somebody was admitted to an event of their week."""
    return exists(
        select(Admission.id)
        .join(Event, Event.id == Admission.event_id)
        .where(
            Admission.registration_id == Registration.id,
            Admission.undone_at.is_(None),
            Event.week_id == Registration.week_id,
        )
    )


def has_printed_badge() -> Condition:
    """Whether the badge that holds now was printed."""
    return exists(
        select(Badge.id)
        .join(BadgePrint, BadgePrint.badge_id == Badge.id)
        .where(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None))
    )


def _about_themselves(week: Week, choice: Choice) -> list[Condition]:
    found: list[Condition] = []
    columns: list[tuple[Any, Sequence[Any]]] = [
        (Registration.status, choice.statuses),
        (Registration.kind, choice.kinds),
        (Registration.institution_id, choice.institutions),
        (Registration.delegation_id, choice.delegations),
        (Registration.language, choice.languages),
        (Registration.arrives_on, choice.arrives),
        (Registration.id, choice.keys),
    ]
    found += [column.in_(values) for column, values in columns if values]
    if choice.territories:
        found.append(_from(choice.territories))
    if choice.days:
        found.append(or_(*(_sent_on(day, week) for day in choice.days)))
    if choice.is_head is not None:
        found.append(Registration.is_head.is_(choice.is_head))
    if choice.accompanies is not None:
        is_alone = Registration.accompanies_id.is_(None)
        found.append(~is_alone if choice.accompanies else is_alone)
    if choice.diets or choice.access:  # kept from all others: by an own consent only
        found.append(agreed_to(ConsentPurpose.SENSITIVE))
    if choice.diets:
        found.append(Registration.diet.in_(choice.diets))
    if choice.access:
        needs = cast(Registration.access, Text)
        found.append(or_(*(needs.contains(f'"{one}"') for one in choice.access)))
    return found


def _about_others(week: Week, choice: Choice) -> list[Condition]:
    found: list[Condition] = []
    if choice.events or choice.at_events:
        found.append(_at_events(choice))
    if choice.presence:
        found.append(or_(*(_presence(one) for one in choice.presence)))
    if choice.letters:
        found.append(or_(*(stands(one) for one in choice.letters)))
    if choice.has_badge is not None:
        printed = has_printed_badge()
        found.append(printed if choice.has_badge else ~printed)
    if choice.lacks:
        found.append(or_(*(lacking(week, one) for one in choice.lacks)))
    if choice.tags:
        tagged = select(Tagging.registration_id).where(Tagging.tag_id.in_(choice.tags))
        found.append(Registration.id.in_(tagged))
    return found


def _holds(word: str) -> Condition:
    found: list[Condition] = [
        Registration.search_text.contains(word, autoescape=True),
        _institution_holds(word),
    ]
    digits = word.lstrip("+")
    if digits.isascii() and digits.isdigit():
        if len(digits) >= SHORTEST_PHONE:
            bare: Any = Registration.phone
            for sign in (" ", "-", "(", ")", "."):
                bare = func.replace(bare, sign, "")
            found.append(bare.contains(digits))
        if len(word) <= LONGEST_NUMBER and digits == word:
            found.append(Registration.number == int(word))
    return or_(*found)


def _institution_holds(word: str) -> Condition:
    """By the directory as it is now: an institution may be renamed any day."""
    return Registration.institution_id.in_(
        select(Institution.id).where(
            Institution.search_text.contains(word, autoescape=True)
        )
    )


def _from(territories: Sequence[str]) -> Condition:
    """Where somebody comes from: the institution knows best."""
    codes = [code for code in territories if code != NOWHERE]
    known = select(Institution.id).where(Institution.territory_code.in_(codes))
    silent = or_(
        Registration.institution_id.is_(None),
        Registration.institution_id.in_(
            select(Institution.id).where(Institution.territory_code.is_(None))
        ),
    )
    found: list[Condition] = []
    if codes:
        found = [
            Registration.institution_id.in_(known),
            and_(silent, Registration.territory_code.in_(codes)),
        ]
    if NOWHERE in territories:
        found.append(and_(silent, Registration.territory_code.is_(None)))
    return or_(*found)


def _sent_on(day: date, week: Week) -> Condition:
    return and_(
        Registration.submitted_at >= midnight(day, week.tzinfo),
        Registration.submitted_at < midnight(day + timedelta(days=1), week.tzinfo),
    )


def _at_events(choice: Choice) -> Condition:
    states = choice.at_events or tuple(one for one in AtEvent if one != AtEvent.NONE)
    places = select(Place.registration_id)
    if choice.events:
        places = places.where(Place.event_id.in_(choice.events))
    held = [PlaceStatus(one.value) for one in states if one is not AtEvent.NONE]
    found: list[Condition] = []
    if held:
        found.append(Registration.id.in_(places.where(Place.status.in_(held))))
    if AtEvent.NONE in states:
        found.append(Registration.id.not_in(places))
    return or_(*found)


def _presence(presence: Presence) -> Condition:
    if presence is Presence.HERE:
        return has_come()
    awaited = and_(Registration.status == RegistrationStatus.CONFIRMED, ~has_come())
    if presence is Presence.NOT_YET:
        return awaited
    over = exists(
        select(Place.id)
        .join(Event, Event.id == Place.event_id)
        .where(
            Place.registration_id == Registration.id,
            Place.status == PlaceStatus.HELD,
            Event.ends_at <= clock.now(),
        )
    )
    return and_(awaited, over)
