"""The demonstration is planted once, whole, and as the facts tell it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from eventapp.accounts.queries import standing_of
from eventapp.accounts.service.signing_in import sign_in
from eventapp.accounts.vocabulary import Role
from eventapp.badges.models import Badge
from eventapp.badges.queries import design_of
from eventapp.badges.vocabulary import Wanted
from eventapp.badges.working import Printing, chosen
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries.board import devices_at_work, halls
from eventapp.checkin.queries.conflicts import open_conflicts_of
from eventapp.checkin.vocabulary import DeskKind
from eventapp.delegations import queries as delegations
from eventapp.demo.doors import CAME
from eventapp.demo.week import Planting, plant
from eventapp.institutions.models import (
    Alias,
    Consortium,
    Institution,
    Membership,
    Territory,
)
from eventapp.journal.models import Entry
from eventapp.kernel.dates import DatePrecision
from eventapp.kernel.db import Model, db, writing
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.mail.models import Message
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.vocabulary import EventKind, Part, SignUp
from eventapp.registration import queries
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.delegates import page_of
from tests.demo.conftest import IN_THE_WEEK

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text("utf-8"))


@pytest.fixture
def week(planting: Planting) -> Week:
    week = programme.week_by_slug(planting.slug)
    assert week is not None
    return week


def test_planting_again_touches_nothing(planting: Planting) -> None:
    assert planting.slug == "gpw2024"
    before = _row_counts()

    with writing():
        again = plant()

    assert again is None
    assert _row_counts() == before


def test_the_directory_has_all_institutions_under_all_their_names(
    planting: Planting,
) -> None:
    assert planting
    by_key = {one.key: one for one in db.session.scalars(select(Institution))}
    ruse, host, incubator = by_key["ruse"], by_key["sspu"], by_key["pue"]
    aliases = db.session.scalars(
        select(Alias.name).where(Alias.institution_id == ruse.id)
    )

    assert len(by_key) == 63
    assert _count(Territory) == 28
    assert set(aliases) == {"University of Rousse", "Angel Kanchev University of Ruse"}
    assert searchable("Rousse") in ruse.search_text
    assert (ruse.native_language, ruse.city) == ("bg", "Ruse")
    assert host.name == Localised(
        {"en": "Shanghai Polytechnic University", "zh-Hans": "上海第二工业大学"}
    )
    assert (incubator.territory_code, incubator.city) == (None, None)
    assert by_key["spbpu-sh"].parent_id == by_key["spbpu"].id


@pytest.mark.parametrize(
    "pair", ["xust xaut", "polsl us", "cqut cqust", "xpu sspu"], ids=str
)
def test_institutions_with_similar_names_stay_apart(
    planting: Planting, pair: str
) -> None:
    assert planting
    rows = select(Institution).where(Institution.key.in_(pair.split()))

    first, second = db.session.scalars(rows)

    assert first.name["en"] != second.name["en"]


def test_labels_of_countries_and_regions_are_the_hosts(planting: Planting) -> None:
    assert planting

    labels = {
        one.code: dict(one.label) for one in db.session.scalars(select(Territory))
    }

    assert labels["NA"] == {"en": "Namibia", "zh-Hans": "纳米比亚"}
    assert labels["HK"] == {"en": "Hong Kong, China", "zh-Hans": "中国香港"}
    assert all(set(label) == {"en", "zh-Hans"} for label in labels.values())


def test_the_consortium_has_its_members_in_order(planting: Planting) -> None:
    assert planting
    consortium = db.session.scalars(select(Consortium)).one()
    rows = (
        select(Institution.key, Membership.role)
        .join(Membership, Membership.institution_id == Institution.id)
        .order_by(Membership.position)
    )

    members = db.session.execute(rows).all()

    assert consortium.established.first.isoformat() == "2017-03-21"
    assert len(members) == 23
    assert members[0].key == "bjut"
    assert [row.key for row in members[13:15]] == ["swu", "agh"]
    assert [row.key for row in members if row.role == "co_initiator"] == [
        "bjut",
        "cqjtu",
        "opole",
    ]


def test_weeks_are_public_and_no_more_exact_than_known(planting: Planting) -> None:
    assert planting

    weeks = programme.weeks()

    assert [(week.slug, week.held.precision) for week in weeks] == [
        ("gpw2025", DatePrecision.DAY),
        ("gpw2024", DatePrecision.START),
        ("gpw2022", DatePrecision.MONTH),
        ("gpw2019", DatePrecision.DAY),
        ("gpw2017", DatePrecision.START),
    ]
    taking = [week.slug for week in weeks if week.registration_opens_at is not None]
    assert taking == ["gpw2024"]
    with_events = [week.slug for week in weeks if programme.events_of(week)]
    assert with_events == ["gpw2024"]


def test_the_week_begins_with_the_opening_and_the_signing_in_it(week: Week) -> None:
    events = programme.events_of(week)
    opening, signing = events[:2]

    assert len(events) == 13
    assert week.held.last is None
    assert (opening.kind, signing.kind) == (EventKind.OPENING, EventKind.SIGNING)
    assert signing.parent_id == opening.id
    assert f"{opening.starts_at.astimezone(week.tzinfo):%F %R}" == "2024-03-27 09:00"
    assert {event.key: event.signup for event in events if event.signup != "open"} == {
        "e-open": SignUp.EVERYONE,
        "e-sign": SignUp.EVERYONE,
        "e-dinner": SignUp.INVITED,
        "e-match": SignUp.BY_REQUEST,
    }


def test_every_text_stands_in_english_and_chinese(planting: Planting) -> None:
    assert planting
    texts: list[Localised | None] = []
    for week in db.session.scalars(select(Week)):
        texts += [week.name, week.city, week.privacy, week.introduction]
        texts += [week.theme, week.travel]
    for event in db.session.scalars(select(Event)):
        texts += [event.title, event.summary, event.interpretation]
    texts += list(db.session.scalars(select(Venue.name)))
    texts += list(db.session.scalars(select(Desk.name)))

    assert [dict(text) for text in texts if text and len(text) != 2] == []


def test_public_figures_have_the_parts_that_the_sources_tell(week: Week) -> None:
    opening, signing = programme.events_of(week)[:2]

    at_opening = [
        (one.part, one.person and one.person.name.latin)
        for one in programme.assignments_of(opening)
    ]
    at_signing = [
        (one.part, one.person and one.person.name.latin)
        for one in programme.assignments_of(signing)
    ]

    assert at_opening == [
        (Part.PRESIDER, "Yao Li"),
        (Part.SPEAKER, "Lu Min"),
        (Part.SPEAKER, "Li Weiping"),
        (Part.SPEAKER, "Xie Huaqing"),
        (Part.INTERPRETER, "Shen Yulan"),
    ]
    assert at_signing == [
        (Part.PRESIDER, "Yao Li"),
        (Part.SIGNATORY, "Xie Huaqing"),
        (Part.SIGNATORY, "Armin Kienle"),
        (Part.SIGNATORY, "Galina Ivanova"),
        (Part.WITNESS, "Lu Min"),
        (Part.WITNESS, "Li Weiping"),
        (Part.INTERPRETER, "Shen Yulan"),
    ]


def test_registrations_have_the_expected_counts(week: Week) -> None:
    delegates = select(Registration.status).where(
        Registration.week_id == week.id, Registration.accompanies_id.is_(None)
    )
    statuses = Counter(db.session.scalars(delegates))
    confirmed = _confirmed(week)

    assert statuses == {
        RegistrationStatus.DRAFT: 9,  # of a delegation that is not sent
        RegistrationStatus.CONFIRMED: EXPECTED["by_status"]["approved"],
        RegistrationStatus.SUBMITTED: EXPECTED["by_status"]["pending"],
        RegistrationStatus.CANCELLED: EXPECTED["by_status"]["cancelled"],
        RegistrationStatus.DECLINED: EXPECTED["by_status"]["rejected"] + 2,
    }
    assert _summary(confirmed) == EXPECTED["approved"]


def test_registrations_are_numbered_in_order_of_asking(week: Week) -> None:
    assert week
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.week_id == week.id, Registration.key.is_not(None))
        .order_by(Registration.submitted_at, Registration.key)
    ).all()

    assert [row.number for row in rows] == list(range(1, 501))
    assert len({row.reference for row in rows}) == 500


def test_those_who_come_along_are_numbered_after_them(week: Week) -> None:
    rows = _who_come_along(week)

    assert sorted(row.number or 0 for row in rows) == list(range(501, 513))
    assert week.next_number == 513
    assert {row.kind for row in rows} == {DelegateKind.COMPANION}
    assert all(row.address.endswith(".example") for row in rows)


def test_a_delegate_is_found_by_the_native_name(week: Week) -> None:
    found, total = page_of(week, Choice(words="刘玉梅"))

    assert total == 1
    registration = found[0].registration
    assert (registration.name.latin, registration.name.native_language) == (
        "Liu Yumei",
        "zh-Hans",
    )
    assert registration.language == "zh-Hans"


def test_consents_are_kept_in_the_words_of_the_week(week: Week) -> None:
    privacy = select(Consent).where(Consent.purpose == ConsentPurpose.PRIVACY)

    consents = db.session.scalars(privacy).all()

    assert len(consents) == 500
    assert all(one.is_given for one in consents)
    assert {one.text for one in consents} == set(week.privacy.values())
    assert {one.version for one in consents} == {"2024-01"}


def test_places_are_held_up_to_capacity_and_then_awaited(week: Week) -> None:
    found = {
        event.key: _line_of(event)
        for event in programme.events_of(week)
        if event.key in EXPECTED["places"]
    }

    assert found == EXPECTED["places"]


def test_heads_of_delegation_have_a_place_at_the_dinner(week: Week) -> None:
    dinner = db.session.scalars(select(Event).where(Event.key == "e-dinner")).one()

    places = queries.people_of(dinner)

    assert len(places) == 42
    assert all(place.is_held for place in places)
    assert len({place.registration.institution_id for place in places}) == 42
    assert dinner.week_id == week.id


def test_institutions_of_those_who_come_take_part(week: Week) -> None:
    institutions, territories = programme.participant_counts(week)
    hosts = select(Institution.key).join(Participation).where(Participation.is_host)

    assert (institutions, territories) == (42, 12)
    assert set(db.session.scalars(hosts)) == {"sspu"}


def test_confirmed_delegates_have_a_badge_and_a_calendar(week: Week) -> None:
    confirmed = {one.id for one in [*_confirmed(week), *_who_come_along(week)]}
    with_calendar = select(Registration.id).where(
        Registration.agenda_digest.is_not(None)
    )

    assert set(db.session.scalars(select(Badge.registration_id))) == confirmed
    assert set(db.session.scalars(with_calendar)) == confirmed


def test_the_staff_can_sign_in_with_what_was_returned(planting: Planting) -> None:
    assert [one.role for one in planting.sign_ins] == list(Role)

    for one in planting.sign_ins:
        with writing():
            account = sign_in(one.address, one.password)

            standing = standing_of(account)
            roles = {standing.everywhere, *standing.in_weeks.values()}
            assert roles - {None} == {one.role}


def test_desks_stand_at_their_venues(week: Week) -> None:
    rows = select(Desk).where(Desk.week_id == week.id).order_by(Desk.position)

    desks = [
        (str(desk.name), desk.kind, desk.venue and desk.venue.key)
        for desk in db.session.scalars(rows)
    ]

    assert desks == [
        ("Registration desk", DeskKind.REGISTRATION, "aec"),
        ("Hall door", DeskKind.DOOR, "aec-hall"),
        ("Coach A", DeskKind.COACH, "bus-a"),
        ("Coach B", DeskKind.COACH, "bus-b"),
        ("Kiosk in the foyer", DeskKind.KIOSK, "aec"),
    ]


def test_the_week_has_a_design_of_its_badges_and_prints(week: Week) -> None:
    badges = {
        wanted: len(chosen(week, Printing(wanted=wanted)))
        for wanted in (Wanted.ALL, Wanted.NEVER_PRINTED, Wanted.CHANGED)
    }

    assert design_of(week.id).kiosk_prints
    assert 0 < badges[Wanted.NEVER_PRINTED] == badges[Wanted.CHANGED]
    assert badges[Wanted.NEVER_PRINTED] < badges[Wanted.ALL]


def test_some_came_early_and_one_of_them_twice(week: Week) -> None:
    board = halls(week.id, IN_THE_WEEK)

    assert [(str(one.event.title), one.room.inside) for one in board] == [
        ("Opening ceremony", CAME)
    ]
    assert len(open_conflicts_of(week.id)) == 1
    assert [one.name for one in devices_at_work(week.id)] == ["Tablet 1", "Tablet 2"]


def test_planting_is_noted_and_nobody_is_written_to(week: Week) -> None:
    noted = select(Entry.subject_id).where(Entry.action == "week.planted")

    assert db.session.scalars(noted).all() == [week.id]
    assert _count(Message) == 0


def _count(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _row_counts() -> dict[str, int]:
    tables = Model.metadata.sorted_tables
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def _confirmed(week: Week) -> list[Registration]:
    rows = select(Registration).where(
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Registration.accompanies_id.is_(None),
    )
    return list(db.session.scalars(rows))


def _who_come_along(week: Week) -> list[Registration]:
    rows = select(Registration).where(
        Registration.week_id == week.id, Registration.accompanies_id.is_not(None)
    )
    return list(db.session.scalars(rows))


def _summary(confirmed: list[Registration]) -> dict[str, Any]:
    """What expected.json counts, counted in the database's rows."""
    keys = {row.id: row.key for row in db.session.scalars(select(Institution))}
    refused = select(Consent.registration_id).where(
        Consent.purpose == ConsentPurpose.PHOTOGRAPHS, ~Consent.is_given
    )
    without_photographs = set(db.session.scalars(refused))
    return {
        "by_country_or_region": Counter(one.territory_code for one in confirmed),
        "by_institution": Counter(
            keys[one.institution_id] for one in confirmed if one.institution_id
        ),
        "by_type": Counter(one.kind for one in confirmed),
        "dietary": Counter(one.diet for one in confirmed),
        "accessibility": Counter(need for one in confirmed for need in one.access),
        "interpretation_needed": Counter(
            one.interpretation for one in confirmed if one.interpretation
        ),
        "visa_letters": sum(bool(one.needs_visa_letter) for one in confirmed),
        "no_photo_consent": sum(one.id in without_photographs for one in confirmed),
    }


def _line_of(event: Event) -> dict[str, Any]:
    rows = (
        select(Place.status, Registration.key)
        .join(Registration, Registration.id == Place.registration_id)
        .where(Place.event_id == event.id)
        .order_by(Place.asked_at)
    )
    places = db.session.execute(rows).all()
    held = [row.key for row in places if row.status is PlaceStatus.HELD]
    waiting = [row.key for row in places if row.status is PlaceStatus.WAITING]
    return {
        "capacity": event.capacity,
        "confirmed": len(held),
        "waiting": len(waiting),
        "last_confirmed": held[-1] if held else None,
        "first_waiting": waiting[0] if waiting else None,
    }


def test_each_institution_sends_a_delegation_and_two_have_another(week: Week) -> None:
    rows, total = delegations.page_of(week, delegations.Choice())
    all_rows, _total = delegations.page_of(week, delegations.Choice(), most=total)

    by_status = Counter(row.delegation.status for row in all_rows)
    unsent = next(one for one in all_rows if one.delegation.label == "School of Design")
    heads = delegations.heads_of([row.delegation.id for row in all_rows])
    assert (len(rows), by_status) == (
        44,
        {
            RegistrationStatus.CONFIRMED: 42,
            RegistrationStatus.DRAFT: 1,
            RegistrationStatus.DECLINED: 1,
        },
    )
    assert (unsent.named, unsent.to_be_named, unsent.delegation.quota) == (6, 3, 10)
    assert len(heads) == 43
