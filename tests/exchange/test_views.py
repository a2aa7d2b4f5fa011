"""Import and export as an organiser meets them, page by page."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.exchange.models import ImportFile, RememberedColumns
from eventapp.exchange.tabulating import as_csv, as_workbook, plan_of_week
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.jobs.service import tidy, work_off
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_events
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import Part
from tests.builders import (
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.exchange.files import csv_of, workbook_of

HEAD = ["key", "title_en", "date", "start", "end", "venue", "remarks"]
ROWS = (
    ["a", "Opening", "2027-03-08", "09:00", "10:00", "Main Hall", "x"],
    ["b", "<b>Fair</b>", "2027-03-08", "11:00", "12:00", "Nowhere", ""],
)


@pytest.fixture(name="week")
def spring(client: Client) -> Week:
    client.sign_in()
    week = make_week("spring")
    make_venue(week, "Main Hall")
    return week


def send(client: Client, content: bytes, name: str = "week.csv") -> Any:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    body = f"--mark\r\n{head}\r\n\r\n".encode() + content + b"\r\n--mark--\r\n"
    return client.post(
        "/organise/spring/exchange",
        data=body,
        content_type="multipart/form-data; boundary=mark",
    )


def through(client: Client, content: bytes, **more: str) -> Any:
    """Send a file, keep the guessed columns, and show the preview."""
    where = send(client, content).location
    fields = fields_of(client.get(where).text)
    return client.get(client.post(where, data=fields | more).location)


def fields_of(page: str) -> dict[str, str]:
    """What a form of selects would send as it stands."""
    found = {}
    for name, inside in re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("path", ["", "/programme"])
def test_import_and_export_are_for_organisers(client: Client, path: str) -> None:
    client.sign_in(Role.STEWARD)
    make_week("spring")

    address = f"/organise/spring/exchange{path}"
    answer = client.post(address) if path else client.get(address)

    assert answer.status_code == 403


def test_an_import_goes_in_three_steps(client: Client, week: Week) -> None:
    sent = send(client, csv_of(HEAD, *ROWS))
    columns = client.get(sent.location)
    preview = client.post(sent.location, data=fields_of(columns.text))
    seen = client.get(preview.location)

    assert "week.csv has 2 rows. Nothing is imported yet." in words(columns.text)
    assert fields_of(columns.text)["column_0_1"] == "title:en"
    assert fields_of(columns.text)["column_0_6"] == ""
    assert "1 new, 0 changed, 0 unchanged, 1 with a problem." in words(seen.text)
    assert "Columns that are not imported: remarks." in words(seen.text)
    assert "There is no venue “Nowhere”." in words(seen.text)
    assert "<b>Fair</b>" not in seen.text
    assert planned_events(week) == []

    plan = re.search(r'name="plan" value="(\d+)"', seen.text)
    assert plan is not None
    done = client.post(preview.location, data={"plan": plan[1]})
    report = client.get(done.location)
    failed = client.get(f"{done.location.removesuffix('/report')}/failed.csv")

    assert done.location.endswith("/report")
    assert "1 row is imported." in words(report.text)
    assert [one.event.key for one in planned_events(week)] == ["a"]
    assert failed.data.decode("utf-8-sig").splitlines()[1].endswith("Nowhere,")
    assert client.get(preview.location).location == done.location


@pytest.mark.usefixtures("week")
def test_new_venues_may_be_added(client: Client) -> None:
    seen = through(client, csv_of(HEAD, *ROWS), creates_venues="y")

    assert "2 new, 0 changed" in words(seen.text)


def test_the_columns_of_a_week_are_remembered(client: Client, week: Week) -> None:
    first = send(client, csv_of(["Was", "Wann"], ["A", "2027-03-08"]))
    fields = {"encoding": "utf-8", "subject_0": "events"}
    fields |= {"column_0_0": "title:en", "column_0_1": "date"}
    client.post(first.location, data=fields)

    again = send(client, csv_of(["Wann", "Was"], ["2027-03-08", "A"]))

    page = fields_of(client.get(again.location).text)
    assert (page["column_0_0"], page["column_0_1"]) == ("date", "title:en")
    remembered = db.session.get(RememberedColumns, week.id)
    assert remembered is not None
    assert remembered.columns == {"events:was": "title:en", "events:wann": "date"}


@pytest.mark.usefixtures("week")
def test_columns_are_checked(client: Client) -> None:
    where = send(client, csv_of(["a", "b"], ["A", "B"])).location
    fields = {"encoding": "utf-8", "subject_0": "events"}

    none = client.post(where, data=fields)
    twice = client.post(
        where, data=fields | {"column_0_0": "title:en", "column_0_1": "title:en"}
    )
    foreign = client.post(where, data=fields | {"column_0_0": "office"})

    assert none.status_code == twice.status_code == foreign.status_code == 422
    assert "Choose a column for the title." in words(none.text)
    assert "Another column holds this already." in words(twice.text)
    assert "Choose one of the list." in words(foreign.text)


@pytest.mark.usefixtures("week")
def test_another_encoding_or_subject_shows_the_columns_anew(client: Client) -> None:
    where = send(client, "Name,Art\nSaal Süd,room\n".encode("cp1252")).location
    encoded = client.post(where, data={"encoding": "cp1251", "subject_0": "events"})
    after_encoding = client.get(where)
    client.post(where, data={"encoding": "cp1251", "subject_0": "venues"})
    after_subject = client.get(where)

    assert encoded.location == where
    assert "Saal Sьd" in after_encoding.text
    assert fields_of(after_subject.text)["column_0_0"] == "name"


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"title\n", "no row below it."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "We cannot read this file."),
        (b'title,x\n"A,1\n', "A quotation mark opens in line 2 and never closes."),
        (b"PK\x03\x04nothing", "This workbook is damaged."),
        (b"BEGIN:VCALENDAR\nnonsense\n", "This calendar file is damaged."),
        (b"title,x\n" + b"A,1\n" * 50_000, "more than 800 rows."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    client: Client, content: bytes, sentence: str
) -> None:
    answer = send(client, content, "virus.xlsx")

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert db.session.scalars(select(ImportFile)).all() == []


@pytest.mark.usefixtures("week")
def test_without_a_file_one_is_asked_for(client: Client) -> None:
    answer = client.post("/organise/spring/exchange", data={})

    assert answer.status_code == 422
    assert "Choose a file." in words(answer.text)


@pytest.mark.usefixtures("week")
def test_a_file_may_be_larger_than_a_form_but_not_too_large(client: Client) -> None:
    large = csv_of(["title", "summary"], *[["A" * 30, "x" * 3900]] * 400)

    assert send(client, large).status_code == 302
    assert send(client, b"x" * 6_000_000).status_code == 413


@pytest.mark.usefixtures("week")
def test_a_workbook_and_a_calendar_come_in(client: Client) -> None:
    book = workbook_of(
        events=[HEAD, *ROWS], venues=[["key", "name_en"], ["n", "Nowhere"]]
    )
    calendar = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"SUMMARY:Talk\r\nDTSTART:20270308T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    assert "3 new, 0 changed" in words(through(client, book).text)
    assert "1 new, 0 changed" in words(through(client, calendar, rows="1").text)
    remark = "This was a whole day in the calendar."
    assert remark not in words(through(client, calendar, rows="1").text)
    whole = calendar.replace(b":20270308T010000Z", b";VALUE=DATE:20270308")
    assert remark in words(through(client, whole, rows="1").text)


def test_rows_of_people_are_told_with_their_events(client: Client, week: Week) -> None:
    event = make_event(week, key="a")
    people = [PartPlan(part, make_person().id) for part in (Part.HOST, Part.SPEAKER)]
    assign(event, people)

    where = send(client, as_workbook(plan_of_week(week)), "mod.xlsx").location

    said = words(client.get(where).text)
    assert "0 new, 0 changed, 2 unchanged, 0 with a problem." in said
    assert "2 rows of people belong to these events." in said


def test_the_export_is_in_the_journal_and_safe_in_a_spreadsheet(
    client: Client, week: Week
) -> None:
    make_event(week, "=1+1", key="a")

    text = client.post("/organise/spring/exchange/programme", data={"shape": "csv"})
    plain = client.post("/organise/spring/exchange/programme", data={"shape": "plain"})
    book = client.post("/organise/spring/exchange/programme", data={"shape": "xlsx"})

    assert text.data.startswith(b"\xef\xbb\xbfkey,parent,kind,title_en")
    assert b"'=1+1" in text.data
    assert plain.data.startswith(b"key,")
    sheets = load_workbook(io.BytesIO(book.data))
    assert sheets.sheetnames == ["events", "people", "venues"]
    cell: Any = sheets["events"]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    head = [cell.value for cell in sheets["events"][1]]
    start = sheets["events"].cell(2, head.index("start") + 1)
    assert str(start.value) == "09:00:00"
    exported = select(Entry.subject).where(Entry.action == "programme.exported")
    assert set(db.session.scalars(exported)) == {
        "programme-spring.csv",
        "programme-spring.xlsx",
    }
    assert text.headers["Content-Disposition"] == (
        "attachment; filename=programme-spring.csv"
    )


def test_a_plan_that_moved_on_is_shown_again(client: Client, week: Week) -> None:
    where = send(client, csv_of(HEAD, ROWS[0])).location
    fields = fields_of(client.get(where).text)
    preview = client.post(where, data=fields).location

    answer = client.post(preview, data={"plan": "999"})

    assert answer.status_code == 409
    assert "Somebody changed the plan meanwhile." in words(answer.text)
    assert planned_events(week) == []


@pytest.mark.usefixtures("week")
def test_a_file_can_be_forgotten_and_belongs_to_its_week(client: Client) -> None:
    where = send(client, csv_of(HEAD, ROWS[0])).location.removesuffix("/columns")
    make_week("other")

    foreign = client.get(where.replace("spring", "other"))
    gone = client.post(f"{where}/discard")

    assert foreign.status_code == 404
    assert gone.status_code == 302
    assert client.get(where).status_code == 404


def test_imported_and_published_a_week_is_public(client: Client, week: Week) -> None:
    where = send(client, csv_of(HEAD, ROWS[0])).location
    preview = client.post(where, data=fields_of(client.get(where).text)).location
    plan = re.search(r'name="plan" value="(\d+)"', client.get(preview).text)
    assert plan is not None
    client.post(preview, data={"plan": plan[1]})
    before = client.get("/weeks/spring/schedule.json").text
    publish(week, [one.id for one in planned_events(week)], None, by=make_account())

    after = client.get("/weeks/spring/schedule.json").text

    assert "Opening" not in before
    assert "Opening" in after


def test_many_rows_are_a_job(client: Client, week: Week) -> None:
    rows = [[f"k{n}", f"Event {n}"] for n in range(101)]
    where = send(client, csv_of(["key", "title_en"], *rows, ["", ""])).location
    preview = client.post(where, data=fields_of(client.get(where).text)).location
    plan = re.search(r'name="plan" value="(\d+)"', client.get(preview).text)
    assert plan is not None

    asked = client.post(preview, data={"plan": plan[1]})
    done = work_off()

    assert "/jobs/" in asked.location
    assert done == 1
    job = db.session.scalars(select(Job)).one()
    assert job.status is JobStatus.DONE, job.last_error
    assert len(planned_events(week)) == 101
    assert "Import of a programme" in words(client.get(asked.location).text)
    assert "101 new" in words(client.get(f"{preview}/report").text)


def test_a_day_later_nothing_is_left_of_a_file(
    time: StoppedClock, client: Client, week: Week
) -> None:
    rows = [[f"k{n}", f"Event {n}"] for n in range(101)]
    where = send(client, csv_of(["key", "title_en"], *rows, ["k", ""])).location
    preview = client.post(where, data=fields_of(client.get(where).text)).location
    plan = re.search(r'name="plan" value="(\d+)"', client.get(preview).text)
    assert plan is not None
    page = client.post(preview, data={"plan": plan[1]}).location
    work_off()
    tidy()

    before = client.get(f"{page}/result").status_code, client.get(page).text
    time.advance(days=1, minutes=1)
    tidy()
    client.sign_in()
    after = client.get(f"{page}/result").status_code, client.get(page).text

    assert (before[0], after[0]) == (200, 404)
    assert ("Download the file" in before[1], "Download" in after[1]) == (True, False)
    assert "Done." in after[1]
    assert client.get(f"{preview}/report").status_code == 404
    for kind in (ImportFile, JobResult):
        assert db.session.scalars(select(kind)).all() == []
    assert len(planned_events(week)) == 101


def test_an_unchanged_file_says_so(client: Client, week: Week) -> None:
    make_event(week, title=Localised({"en": "A", "pl": "Ą"}), key="a")

    where = send(client, as_csv(plan_of_week(week))).location
    seen = client.get(where)

    assert "/columns" not in where
    assert "Change the columns" in words(seen.text)
    assert "There is nothing to import" in words(seen.text)
    assert "0 new, 0 changed, 1 unchanged, 0 with a problem." in words(seen.text)
