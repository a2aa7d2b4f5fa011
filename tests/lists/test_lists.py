"""Lists of a week: whom they hold, in which order, and as which files."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.arrivals.vocabulary import RoomType
from eventapp.jobs.models import Job, JobResult
from eventapp.jobs.service import work_off
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.lists import working
from eventapp.lists.kinds import sheet_for
from eventapp.lists.models import ListLayout
from eventapp.lists.tables import Part, Sheet
from eventapp.lists.vocabulary import FileForm, ListKind
from eventapp.lists.wishes import Wish
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventKind, SignUp
from eventapp.registration.vocabulary import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Diet,
    PlaceStatus,
    Rank,
    RegistrationStatus,
)
from eventapp.selection.choosing import Choice
from tests.builders import (
    FIRST_DAY,
    MORNING,
    agree,
    make_delegation,
    make_event,
    make_hotel,
    make_institution,
    make_journey,
    make_place,
    make_point,
    make_registration,
    make_stay,
    make_week,
)
from tests.conftest import Client, StoppedClock

pytestmark = pytest.mark.usefixtures("app")
FORMULA = "=HYPERLINK(1)"


def sheet(week: Week, kind: ListKind, **filters: Any) -> Sheet:
    return sheet_for(week, Wish(kind, Choice(**filters))).settled()


def names_in(part: Part) -> list[str]:
    place = [column.key for column in part.columns].index("name")
    return [str(row[place].latin) for row in part.rows]


def numbers_of(part: Part) -> dict[str, Sequence[Any]]:
    return {row[1]: row for row in part.rows}


def named(week: Week, latin: str, native: str | None = None, **more: Any) -> Any:
    return make_registration(
        week, name=PersonName(latin, native, "zh-Hans" if native else None), **more
    )


def test_the_kitchen_counts_who_is_here_and_who_holds_a_place() -> None:
    week = make_week()
    second = FIRST_DAY + timedelta(days=1)
    dinner = make_event(
        week, "Dinner", kind=EventKind.BANQUET, capacity=9, starts_at=MORNING
    )
    make_event(
        week,
        "Breakfast",
        kind=EventKind.BANQUET,
        signup=SignUp.EVERYONE,
        starts_at=MORNING + timedelta(days=1),
    )
    vegan = named(week, "Vegan", diet=Diet.VEGAN, diet_note="No soy", arrives_on=second)
    agree(vegan, ConsentPurpose.SENSITIVE)
    silent = named(week, "Silent", diet=Diet.HALAL)
    gone = named(week, "Gone", diet=Diet.NONE, departs_on=FIRST_DAY)
    named(week, "Waits", diet=Diet.NONE, status=RegistrationStatus.SUBMITTED)
    for one in (vegan, silent):
        make_place(one, dinner)
    make_place(gone, dinner, PlaceStatus.WAITING)

    numbers, notes = sheet(week, ListKind.CATERING).parts

    keys = [column.key for column in numbers.columns]
    asked = [keys.index(key) for key in ("people", "none", "vegan", "untold")]
    counted = [(row[0], row[1], *(row[at] for at in asked)) for row in numbers.rows]
    assert counted[:5] == [
        (None, "Whole week, each person once", 3, 1, 1, 1),
        (FIRST_DAY, "Whole day", 2, 1, 0, 1),
        (FIRST_DAY, "Dinner", 2, 0, 1, 1),
        (second, "Whole day", 2, 0, 1, 1),
        (second, "Breakfast", 2, 0, 1, 1),
    ]
    assert names_in(notes) == ["Vegan"]
    assert [row[-3] for row in notes.rows] == ["No soy"]

    of_one_day = Wish(ListKind.CATERING, day=FIRST_DAY)
    numbers, notes = sheet_for(week, of_one_day).settled().parts
    assert [row[:2] for row in numbers.rows] == [
        [FIRST_DAY, "Whole day"],
        [FIRST_DAY, "Dinner"],
    ]
    assert not notes.rows  # the one with a note is not here yet


def test_needs_are_listed_of_those_alone_who_agreed() -> None:
    week = make_week()
    told = named(week, "Told", access=(Access.WHEELCHAIR.value,))
    agree(told, ConsentPurpose.SENSITIVE)
    named(week, "Silent", access=(Access.WHEELCHAIR.value,))
    agree(named(week, "Needs nothing"), ConsentPurpose.SENSITIVE)

    numbers, people = sheet(week, ListKind.ACCESS).parts

    assert [tuple(row) for row in numbers.rows] == [("I use a wheelchair", 1)]
    assert names_in(people) == ["Told"]


def test_protocol_goes_by_rank_then_institution_then_head_and_role() -> None:
    week = make_week()
    deans = make_delegation(
        week, institution=make_institution("Alpha"), rank=Rank.DECANAL
    )
    rectors = make_delegation(
        week, institution=make_institution("Zeta"), rank=Rank.PRESIDENTIAL
    )
    guests = make_institution("Beta")
    for party, latin, kind, is_head in (
        (deans, "Dean", DelegateKind.DELEGATE, True),
        (rectors, "Teacher", DelegateKind.TEACHER, False),
        (rectors, "Rector", DelegateKind.PRESIDENT, True),
    ):
        named(
            week,
            latin,
            kind=kind,
            is_head=is_head,
            delegation_id=party.id,
            institution_id=party.institution_id,
        )
    named(week, "Student", kind=DelegateKind.STUDENT, institution_id=guests.id)
    named(week, "Vice", kind=DelegateKind.VICE_PRESIDENT, institution_id=guests.id)

    found = sheet(week, ListKind.RANK)

    assert [(part.heading, names_in(part)) for part in found.parts] == [
        ("Led by a president or rector", ["Rector", "Teacher"]),
        ("Led by a vice-president or vice-rector", ["Vice", "Student"]),
        ("Led by a dean", ["Dean"]),
    ]


def test_names_stand_under_their_institutions() -> None:
    week = make_week()
    for title in ("Zeta", "Alpha"):
        home = make_institution(title)
        named(week, f"Of {title}", institution_id=home.id)
    named(week, "Of another", proposed_institution="Unknown Academy")

    found = sheet(week, ListKind.INSTITUTIONS)

    assert [(part.heading, names_in(part)) for part in found.parts] == [
        ("Alpha (Poland)", ["Of Alpha"]),
        ("Unknown Academy", ["Of another"]),
        ("Zeta (Poland)", ["Of Zeta"]),
    ]
    assert found.facts == ["2 institutions", "3 people"]


def test_the_press_names_and_shows_only_who_agreed() -> None:
    week = make_week()
    shown, hidden = named(week, "Shown"), named(week, "Hidden")
    for one in (shown, hidden):
        agree(one, ConsentPurpose.LISTED)
    agree(shown, ConsentPurpose.PHOTOGRAPHS)
    named(week, "Silent")

    found = sheet(week, ListKind.PRESS)

    rows = [(row[1].latin, row[-1]) for row in found.parts[0].rows]
    assert rows == [("Hidden", "No photographs"), ("Shown", "Yes")]
    assert found.facts[1:] == [
        "1 person did not, and is left out.",
        "1 person here must not be photographed.",
    ]


def test_an_event_lists_who_holds_and_who_waits_in_their_turn(
    time: StoppedClock,
) -> None:
    week = make_week()
    salon = make_event(week, "Salon", capacity=1)
    make_event(week, "Empty", capacity=1)
    make_place(named(week, "Holds"), salon)
    for latin in ("First", "Second"):
        time.advance(minutes=1)
        make_place(named(week, latin), salon, PlaceStatus.WAITING)

    found = sheet(week, ListKind.EVENTS)

    part = found.parts[0]
    assert [(row[0], row[2].latin) for row in part.rows] == [
        ("Place held", "Holds"),
        ("Waiting list, place 1", "First"),
        ("Waiting list, place 2", "Second"),
    ]
    assert part.facts == ["Places held: 1. Capacity: 1. In the waiting list: 2"]
    assert len(found.parts) == 1


def test_drivers_see_each_hour_and_who_arrives() -> None:
    week = make_week()
    point = make_point(week)
    for latin, minutes in (("Late", 130), ("Early", 0), ("Beside", 20)):
        make_journey(
            named(week, latin),
            point_id=point.id,
            at=MORNING + timedelta(minutes=minutes),
            needs_pickup=True,
        )
    make_journey(
        named(week, "Walks"), point_id=point.id, at=MORNING, needs_pickup=False
    )

    numbers, people = sheet(week, ListKind.TRANSPORT).parts

    hours = [(row[0], row[1], row[3], row[4]) for row in numbers.rows]
    assert hours == [
        (date(2027, 3, 8), "09:00–10:00", 2, 2),
        (date(2027, 3, 8), "11:00–12:00", 1, 1),
    ]
    assert names_in(people) == ["Early", "Beside", "Late"]


def test_a_night_counts_people_and_rooms() -> None:
    week = make_week()
    hotel = make_hotel(week)
    nights: dict[str, Any] = {
        "check_in": FIRST_DAY,
        "check_out": FIRST_DAY + timedelta(days=2),
    }
    make_stay(named(week, "Guest"), hotel, room=RoomType.SINGLE, **nights)
    make_stay(named(week, "Homeless"), room=RoomType.TWIN, **nights)

    nights_, placed, waiting = sheet(week, ListKind.HOTELS).parts

    assert [tuple(row) for row in nights_.rows] == [
        (FIRST_DAY, 2, 2, 1, 1),
        (FIRST_DAY + timedelta(days=1), 2, 2, 1, 1),
    ]
    assert (names_in(placed), names_in(waiting)) == (["Guest"], ["Homeless"])


@pytest.mark.parametrize("kind", list(ListKind))
def test_each_list_is_a_page_and_three_files_that_the_journal_knows(
    client: Client, kind: ListKind
) -> None:
    week = make_week()
    salon = make_event(week, "Salon", capacity=5, kind=EventKind.BANQUET)
    for latin, native in (("Wang Xiaoming", "王小明"), (FORMULA, None)):
        one = named(
            week,
            latin,
            native,
            position="=1+1",
            interpretation="pl",
            access=(Access.WHEELCHAIR.value,),
            diet=Diet.HALAL,
            diet_note="+1",
        )
        agree(one, ConsentPurpose.SENSITIVE)
        agree(one, ConsentPurpose.LISTED)
        make_place(one, salon)
        make_stay(one)
        make_journey(one, needs_pickup=True, at=MORNING)
    db.session.commit()
    address = f"/organise/{week.slug}/lists/{kind}"
    client.sign_in()

    page = client.get(address).text
    files = {form: client.post(address, data={"do": form}) for form in FileForm}

    assert 'lang="zh-Hans">王小明' in page
    table = list(
        csv.reader(io.StringIO(files[FileForm.CSV].text.removeprefix("\ufeff")))
    )
    cells = {cell for row in table for cell in row}
    assert files[FileForm.CSV].data.startswith(b"\xef\xbb\xbf")
    assert {"王小明", f"'{FORMULA}"} <= cells
    book = load_workbook(io.BytesIO(files[FileForm.XLSX].data))
    kept = [cell for tab in book for row in tab.iter_rows() for cell in row]
    assert {cell.data_type for cell in kept if cell.value == FORMULA} == {"s"}
    assert files[FileForm.PDF].data.startswith(b"%PDF")
    taken = select(Entry.subject).where(Entry.action == "list.taken")
    assert set(db.session.scalars(taken)) == {
        f"{kind}-{week.slug}.{form}" for form in FileForm
    }


def test_columns_are_chosen_and_remembered(client: Client) -> None:
    week = make_week()
    named(week, "Anna Nowak", phone="+48 600")
    address = f"/organise/{week.slug}/lists/delegates"
    account = client.sign_in()

    shown = client.post(address, data={"do": "show", "show": ["name", "phone"]})
    head = client.post(address, data={"do": "csv", "show": ["name", "phone"]})
    page = client.get(address).text

    assert shown.location == address
    assert head.text.splitlines()[0] == "\ufeffName,Name in own script,Phone"
    assert "+48 600" in page
    kept = db.session.get(ListLayout, (account.id, ListKind.DELEGATES))
    assert kept is not None
    client.post(address, data={"do": "usual"})
    assert db.session.get(ListLayout, (account.id, ListKind.DELEGATES)) is None


def test_filters_and_ticks_of_the_table_of_delegates_come_along(client: Client) -> None:
    week = make_week()
    one, other = named(week, "Anna Nowak"), named(week, "Li Na")
    address = f"/organise/{week.slug}/lists/delegates"
    client.sign_in()

    ticked = client.post(address, data={"registration": str(one.id)})
    nobody = client.post(address, data={})
    page = client.get(ticked.location).text
    rank = f"/organise/{week.slug}/lists/rank"
    file = client.post(rank, data={"do": "csv", "q": "li na"}).text
    filtered = client.get(rank, query_string={"q": "li na", "status": "confirmed"})

    assert "Anna Nowak" in page
    assert str(other.id) not in page
    assert "Li Na" in file
    assert "Anna" not in file
    assert "Only: li na, Confirmed" in filtered.text
    assert nobody.location.endswith("/registrations")


def test_export_in_the_table_of_delegates_leads_to_their_list(client: Client) -> None:
    week = make_week()
    one = named(week, "Anna Nowak")
    named(week, "Li Na")
    client.sign_in()

    form = {"do": "export", "registration": str(one.id)}
    onward = client.post(f"/organise/{week.slug}/registrations/preview", data=form)
    listed = client.post(onward.location, data=form)
    page = client.get(listed.location).text

    assert onward.status_code == 307  # browsers send the form once more
    assert "Anna Nowak" in page
    assert "Li Na" not in page


def test_a_page_of_paper_holds_so_many_columns(client: Client) -> None:
    week = make_week()
    named(week, "Anna Nowak")
    client.sign_in()
    many = ["number", "reference", "status", "honorific", "title", "name", "kind"]
    many += ["position", "institution", "territory", "address", "phone", "language"]
    many += ["languages", "visa", "arrives", "departs"]

    answer = client.post(
        f"/organise/{week.slug}/lists/delegates", data={"do": "pdf", "show": many}
    )

    assert answer.status_code == 409
    assert "A page holds up to 16 columns." in answer.text


def test_a_long_list_is_a_job(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    week = make_week()
    named(week, "Anna Nowak")
    monkeypatch.setitem(working.MOST_DIRECT, FileForm.XLSX, 0)
    client.sign_in()

    answer = client.post(f"/organise/{week.slug}/lists/rank", data={"do": "xlsx"})
    work_off()

    job = db.session.scalars(select(Job)).one()
    assert answer.location == f"/organise/{week.slug}/jobs/{job.id}"
    made = db.session.get(JobResult, job.id)
    assert made is not None
    book = load_workbook(io.BytesIO(made.content))
    assert (made.name, book.active["D2"].value) == (
        f"rank-{week.slug}.xlsx",
        "Anna Nowak",
    )


def test_lists_read_in_a_fixed_number_of_statements(
    statements: Callable[[], Any],
) -> None:
    week = make_week()
    salon = make_event(week, "Salon", capacity=99)

    def grow(count: int) -> None:
        for number in range(count):
            one = named(week, f"Guest {number}", diet=Diet.HALAL, diet_note="a")
            one.institution_id = make_institution(f"Home {number}").id
            one.delegation_id = make_delegation(week).id
            agree(one, ConsentPurpose.SENSITIVE)
            make_place(one, salon)
            make_stay(one)
            make_journey(one, needs_pickup=True, at=MORNING)

    def asked() -> dict[ListKind, int]:
        counts = {}
        for kind in ListKind:
            db.session.flush()
            db.session.expire_all()
            assert week.name
            with statements() as said:
                sheet(week, kind)
            counts[kind] = len(said)
        return counts

    grow(2)
    few = asked()
    grow(5)

    assert asked() == few
