"""What a filter means, as a value that goes into addresses and rows and comes back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from eventapp.badges.models import Badge, BadgePrint
from eventapp.badges.service import issue
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.names import PersonName
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import LetterStatus
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import Inquiry
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Diet,
    PlaceStatus,
    RegistrationStatus,
)
from eventapp.selection.choosing import Choice, read_choice
from eventapp.selection.models import Tagging
from eventapp.selection.queries.counting import (
    count_of,
    keys_of,
    registrations_of,
)
from eventapp.selection.service.tagging import make_tag
from eventapp.selection.vocabulary import AtEvent, Lack, LetterState, Presence
from tests.builders import (
    MORNING,
    agree,
    make_delegation,
    make_event,
    make_institution,
    make_place,
    make_registration,
    make_territory,
    make_week,
)

pytestmark = pytest.mark.usefixtures("app")
KEY = UUID("12345678-1234-4234-8234-123456789abc")
FULL = Choice(
    words="王 wang",
    statuses=(RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED),
    kinds=(DelegateKind.STUDENT,),
    territories=("CN", "none"),
    institutions=(KEY,),
    delegations=(KEY,),
    is_head=True,
    accompanies=False,
    days=(date(2027, 3, 8),),
    events=(KEY,),
    at_events=(AtEvent.HELD, AtEvent.NONE),
    presence=(Presence.NOT_YET,),
    languages=("zh-Hans",),
    diets=(Diet.HALAL,),
    access=(Access.WHEELCHAIR,),
    letters=(LetterState.ASKED,),
    arrives=(date(2027, 3, 7), date(2027, 3, 8)),
    has_badge=False,
    lacks=(Lack.NAME, Lack.DOCUMENT),
    tags=(KEY,),
    keys=(KEY,),
    order="name",
    descending=True,
)


def test_a_choice_goes_into_an_address_and_into_a_row_and_comes_back() -> None:
    values: dict[str, list[str]] = {}
    for name, value in FULL.parameters():
        values.setdefault(name, []).append(value)

    assert read_choice(lambda name: values.get(name, [])) == FULL
    assert Choice.of_kept(FULL.kept()) == FULL
    assert Choice().parameters() == []
    assert Choice.of_kept({}).is_everybody


@pytest.mark.parametrize(
    "noise", ["x", "", "\0", "'--", "2027-02-31", "1" * 9000, "none'", "CN\n"]
)
def test_what_is_no_value_of_a_filter_is_as_if_it_were_not_there(noise: str) -> None:
    names = [name for name in FULL.kept() if name not in {"q", "sort"}]

    found = read_choice(lambda name: [noise] if name in names else [])

    assert found == Choice()


def who(week: Week, **filters: Any) -> set[str]:
    """The names of those who are meant; counted and listed alike."""
    choice = Choice(**filters)
    names = {one.name.latin for one in registrations_of(week, choice)}
    assert count_of(week, choice) == len(keys_of(week, choice)) == len(names)
    return names


def person(week: Week, name: str, **more: Any) -> Registration:
    return make_registration(week, name=PersonName(name), **more)


def test_filters_narrow_each_other_and_their_values_widen() -> None:
    week = make_week()
    make_territory("CN", "China")
    make_territory("PL", "Poland")
    china = make_institution("Tsinghua", territory="CN")
    submitted = RegistrationStatus.SUBMITTED
    person(week, "Ann", institution_id=china.id, territory_code="PL")
    person(week, "Ben", territory_code="PL", status=submitted)
    person(week, "Cleo", status=submitted, kind=DelegateKind.STUDENT)
    person(make_week(), "Stranger", territory_code="PL")

    assert who(week, territories=("CN",)) == {"Ann"}
    assert who(week, territories=("PL", "none")) == {"Ben", "Cleo"}
    assert who(week, territories=("CN", "PL")) == {"Ann", "Ben"}
    assert who(week, statuses=(submitted,), territories=("PL",)) == {"Ben"}
    assert who(week, institutions=(china.id,)) == {"Ann"}
    assert who(week, kinds=(DelegateKind.STUDENT, DelegateKind.EXPERT)) == {"Cleo"}


def test_somebody_is_found_by_phone_reference_e_mail_and_number() -> None:
    week = make_week()
    ann = person(week, "Ann", phone="+48 (600) 100-200", number=7)
    person(week, "Ben", phone="+86 21 600", number=8)
    db.session.execute(
        update(Registration)
        .where(Registration.id == ann.id)
        .values(search_text=f"ann {ann.reference.lower()} ann@guest.example")
    )

    for words in ("600100200", "+48600100", ann.reference, "ann@guest", "0007"):
        assert who(week, words=words) == {"Ann"}
    assert who(week, words="600") == {"Ann", "Ben"}


def test_diets_and_needs_are_found_by_an_own_consent_only() -> None:
    week = make_week()
    ann = person(week, "Ann", diet=Diet.HALAL, access=("wheelchair",))
    person(week, "Ben", diet=Diet.HALAL, access=("wheelchair",))
    agree(ann, ConsentPurpose.SENSITIVE)

    assert who(week, diets=(Diet.HALAL, Diet.VEGAN)) == {"Ann"}
    assert who(week, access=(Access.WHEELCHAIR,)) == {"Ann"}
    assert who(week, access=(Access.HEARING_LOOP,)) == set()


def test_places_and_presence_are_found_event_by_event() -> None:
    week = make_week()
    salon = make_event(week, starts_at=clock.now() - timedelta(hours=3))
    fair = make_event(week, "Fair", starts_at=MORNING + timedelta(days=30))
    ann, ben = person(week, "Ann"), person(week, "Ben")
    person(week, "Cleo", status=RegistrationStatus.SUBMITTED)
    make_place(ann, salon)
    make_place(ben, fair, PlaceStatus.WAITING)

    assert who(week, events=(salon.id,)) == {"Ann"}
    assert who(week, at_events=(AtEvent.WAITING,)) == {"Ben"}
    assert who(week, events=(salon.id,), at_events=(AtEvent.NONE,)) == {"Ben", "Cleo"}
    assert who(week, at_events=(AtEvent.NONE,)) == {"Cleo"}
    assert who(week, presence=(Presence.NOT_YET,)) == {"Ann", "Ben"}
    assert who(week, presence=(Presence.NO_SHOW,)) == {"Ann"}
    assert who(week, presence=(Presence.HERE,)) == set()


def test_letters_badges_tags_and_what_lacks_are_found() -> None:
    week = make_week()
    ann = person(week, "Ann", needs_visa_letter=True, arrives_on=date(2027, 3, 8))
    ben = person(week, "Ben", needs_visa_letter=True, steps_done=())
    delegation = make_delegation(week)
    make_registration(
        week, name=PersonName(""), is_head=True, delegation_id=delegation.id
    )
    now = clock.now()
    add(
        LetterRequest(
            status=LetterStatus.RETURNED,
            consent_language="en",
            asked_at=now,
            changed_at=now,
            week_id=week.id,
            registration_id=ann.id,
        )
    )
    add(
        Inquiry(
            sentence="Your phone?",
            due_on=date(2027, 3, 1),
            asked_by="Office",
            asked_at=now,
            registration_id=ben.id,
        )
    )
    tag = make_tag(week, "Press")
    add(Tagging(tag_id=tag.id, registration_id=ann.id, tagged_at=now))
    issue(ann)
    badge = db.session.query(Badge).one()
    add(
        BadgePrint(
            printed_at=now,
            printed_by="Office",
            place="",
            format="a4",
            mark=b"x" * 32,
            badge_id=badge.id,
        )
    )

    assert who(week, letters=(LetterState.RETURNED,)) == {"Ann"}
    assert who(week, letters=(LetterState.NEEDED,)) == {"Ben"}
    assert who(week, tags=(tag.id,)) == {"Ann"}
    assert who(week, has_badge=True) == {"Ann"}
    assert who(week, has_badge=False) == {"Ben", ""}
    assert who(week, is_head=True) == {""}
    assert who(week, delegations=(delegation.id,)) == {""}
    assert who(week, lacks=(Lack.NAME,)) == {""}
    assert who(week, lacks=(Lack.DOCUMENT,)) == {"Ann"}
    assert who(week, lacks=(Lack.ANSWER,)) == {"Ben"}
    assert who(week, lacks=(Lack.OWN_PART,)) == {"Ben", ""}
    assert who(week, lacks=(Lack.ARRIVAL,), arrives=()) == {"Ben", ""}
    assert who(week, arrives=(date(2027, 3, 8),)) == {"Ann"}
    assert who(week, keys=(ben.id,)) == {"Ben"}


def test_all_filters_at_once_are_one_statement(
    statements: Callable[[], Any],
) -> None:
    week = make_week()

    with statements() as counting:
        assert count_of(week, FULL) == 0

    assert len(counting) == 1
