"""Designs of badges, which ones are printed, and the journal of prints."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.badges import printing, queries, service
from eventapp.badges.designing import keep_design
from eventapp.badges.designs import USUAL, Design
from eventapp.badges.formats import Format
from eventapp.badges.models import Badge, BadgePrint
from eventapp.badges.prints import record_print
from eventapp.badges.queries import Selection
from eventapp.badges.sheets import Back, Row
from eventapp.badges.vocabulary import Homes, Lead, Order, Reprint, Reverse, Wanted
from eventapp.badges.working import Printing, chosen, counts_of, print_sheets
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised, speaking
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Track
from eventapp.registration.vocabulary import DelegateKind
from tests.builders import (
    MORNING,
    make_delegation,
    make_event,
    make_institution,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import StoppedClock

SPARSE = Design(
    lead=Lead.LATIN,
    homes=Homes.NATIVE,
    has_territory=False,
    has_languages=False,
    has_reference=False,
    language="zh-Hans",
    heading=Localised({"en": "PW", "zh-Hans": "伙伴周"}),
    bands={DelegateKind.STUDENT: Track.ROSE},
    words={DelegateKind.STUDENT: Localised({"en": "Scholar", "zh-Hans": "学者"})},
    desk_format=Format.ROLL_62,
)


def make_badge(week: Week, **changes: Any) -> Badge:
    return service.issue(make_registration(week, **changes))


def numbers(badges: list[Badge]) -> list[int | None]:
    return [badge.registration.number for badge in badges]


@pytest.mark.usefixtures("database")
def test_a_design_is_kept_and_says_in_the_journal_what_changed() -> None:
    week = make_week()
    usual = queries.design_of(week.id)

    keep_design(week, SPARSE, by="Office")
    keep_design(week, SPARSE, by="Office")

    entries = db.session.scalars(
        select(Entry).where(Entry.action == "badge.design_changed")
    ).all()
    assert usual == USUAL
    assert queries.design_of(week.id) == SPARSE
    assert len(entries) == 1
    assert "homes" in entries[0].details["changed"]
    assert "reverse" not in entries[0].details["changed"]


@pytest.mark.usefixtures("database")
def test_the_design_decides_what_stands_on_a_badge() -> None:
    week = make_week(languages=("en", "zh-Hans"))
    home = make_institution("Tongji", native_name="同济大学", native_language="zh-Hans")
    guest = make_registration(
        week, kind=DelegateKind.STUDENT, institution_id=home.id, languages=("en",)
    )
    badge = service.issue(guest)

    face = printing.face_of(badge, SPARSE)

    assert (face.lead, face.role, face.band, face.week) == (
        "latin",
        "学者",
        "rose",
        "伙伴周",
    )
    assert (face.institution, face.institution_native) == ("", "同济大学")
    assert (face.country_or_region, face.languages) == ("", ())
    assert face.label == face.number
    assert printing.face_of(badge).institution == "Tongji"
    with speaking("zh-Hans"):
        assert printing.mark_of(badge) == printing.mark_of(badge)


@pytest.mark.usefixtures("database")
def test_badges_are_chosen_by_kind_delegation_and_number() -> None:
    week = make_week()
    delegation = make_delegation(week)
    make_badge(week, number=1, kind=DelegateKind.STUDENT)
    make_badge(week, number=2, kind=DelegateKind.EXPERT, delegation_id=delegation.id)
    make_badge(week, number=3, kind=DelegateKind.STUDENT, delegation_id=delegation.id)
    make_badge(make_week(), number=4)

    def found(**selection: Any) -> list[int | None]:
        return numbers(chosen(week, Printing(Selection(**selection))))

    assert found() == [1, 2, 3]
    assert found(kinds=(DelegateKind.STUDENT,)) == [1, 3]
    assert found(delegation_id=delegation.id) == [2, 3]
    assert found(first=2, last=2) == [2]
    assert queries.delegations_with_badges(week.id) == [delegation]


@pytest.mark.usefixtures("database")
def test_badges_are_printed_by_number_name_or_delegation() -> None:
    week = make_week()
    near, far = make_institution("Aachen"), make_institution("Zagreb")
    for number, name, home in ((1, "Cezary", far), (2, "Borys", near), (3, "Ada", far)):
        make_badge(week, number=number, name=PersonName(name), institution_id=home.id)

    orders = {order: numbers(chosen(week, Printing(order=order))) for order in Order}

    assert orders == {
        Order.NUMBER: [1, 2, 3],
        Order.NAME: [3, 2, 1],
        Order.DELEGATION: [2, 1, 3],
    }


def test_what_was_printed_and_what_changed_since(time: StoppedClock) -> None:
    week = make_week()
    first, second, third = (make_badge(week, number=number) for number in (1, 2, 3))
    record_print(first, Format.A4, by="Office")
    record_print(second, Format.ROLL_62, by="Ola", place="Desk 1")
    time.advance(minutes=1)
    record_print(second, Format.ROLL_62, by="Ola", reason=Reprint.DAMAGED)
    first.registration.name = PersonName("Another Name")
    db.session.flush()

    found = {one: numbers(chosen(week, Printing(wanted=one))) for one in Wanted}
    prints = queries.prints_of(second.registration_id)

    assert found == {
        Wanted.ALL: [1, 2, 3],
        Wanted.NEVER_PRINTED: [3],
        Wanted.CHANGED: [1, 3],
        Wanted.PRINTED: [1, 2],
    }
    assert third.registration_id
    assert counts_of(week) == {one: len(badges) for one, badges in found.items()}
    assert [(one.printed_by, one.reason, one.place) for one in prints] == [
        ("Ola", Reprint.DAMAGED, ""),
        ("Ola", None, "Desk 1"),
    ]


@pytest.mark.usefixtures("database")
def test_the_same_print_is_kept_once() -> None:
    badge = make_badge(make_week())
    first = record_print(badge, Format.A6, by="Ola")

    again = record_print(badge, Format.A6, by="Ola", key=first.id)

    assert again is first
    assert queries.prints_of(badge.registration_id) == [first]


@pytest.mark.usefixtures("database")
def test_a_job_prints_in_the_design_and_keeps_what_it_printed() -> None:
    week = make_week()
    keep_design(week, SPARSE, by="Office")
    badge = make_badge(week)
    wanted = Printing(wanted=Wanted.NEVER_PRINTED, format=Format.A4_CARDS)
    arguments = wanted.arguments(week, "Office")
    db.session.commit()

    product = print_sheets(arguments, lambda _done, _of: None)

    kept = db.session.scalars(select(BadgePrint)).one()
    assert product.content.startswith(b"%PDF")
    assert (kept.badge_id, kept.format, kept.printed_by) == (
        badge.id,
        Format.A4_CARDS,
        "Office",
    )
    with pytest.raises(printing.NothingToPrint):
        print_sheets(arguments, lambda _done, _of: None)


@pytest.mark.usefixtures("database")
def test_the_reverse_is_nothing_a_text_or_the_programme_of_a_day() -> None:
    week = make_week(languages=("zh-Hans", "en"))
    hall = make_venue(week)
    make_event(week, "Opening", zh="开幕式", venue_id=hall.id)
    make_event(week, "Later", starts_at=MORNING + timedelta(days=1))
    zone = week.tzinfo
    start = MORNING.astimezone(zone)
    help_text = Localised({"en": "Help: 110\n\nWi-Fi: PW", "zh-Hans": "求助 110"})

    text = Design(reverse=Reverse.TEXT, reverse_text=help_text)
    day = Design(reverse=Reverse.PROGRAMME, reverse_on=start.date())

    assert printing.back_of(week, USUAL) is None
    assert printing.back_of(week, text) == Back(
        texts=("求助 110", "Help: 110", "Wi-Fi: PW")
    )
    back = printing.back_of(week, day)
    assert back is not None
    assert back.rows == (
        Row(
            f"{start:%H:%M}\N{EN DASH}{start + timedelta(hours=1):%H:%M}",
            Localised({"en": "Opening", "zh-Hans": "开幕式"}),
            "Main Hall",
        ),
    )
    assert printing.back_of(week, Design(reverse=Reverse.TEXT)) is None
