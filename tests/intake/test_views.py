"""The pages of an import, as an organiser walks them."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from sqlalchemy import func, select

from eventapp.badges.models import Badge
from eventapp.institutions.models import Institution
from eventapp.intake.models import PeopleFile
from eventapp.jobs.service import tidy, work_off
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_week
from tests.conftest import Client, StoppedClock
from tests.intake.lists import make_week_2024, octets_of


def send(client: Client, slug: str, name: str, content: bytes) -> str:
    """Choose a file; where the office goes on with it."""
    address = f"/organise/{slug}/people-import"
    answer = client.post(address, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302, read(answer.text)
    return str(answer.headers["Location"]).removesuffix("/columns")


def read(page: str) -> str:
    """The words of a page's main part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def fields_of(page: str) -> dict[str, str]:
    """What a form of a page would send as it is."""
    found = {}
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(
            r'<option[^>]*selected[^>]*value="([^"]*)"|value="([^"]*)"[^>]* selected',
            body,
        )
        found[name] = (chosen[1] or chosen[2] or "") if chosen else ""
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = (
            re.search(r'name="([^"]+)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        is_off = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and value and (not is_off or " checked" in tag):
            found[name[1]] = unescape(value[1])
    return {name: value for name, value in found.items() if name != "file"}


def walk(client: Client, place: str, **changed: str) -> str:
    """Say that the columns are right; the page of the preview."""
    form = fields_of(client.get(f"{place}/columns").text) | changed
    answer = client.post(f"{place}/columns", data=form)
    assert answer.status_code == 302, read(answer.text)
    return client.get(place).text


def people() -> dict[str, Registration]:
    """All registrations, by the id of their list."""
    rows = db.session.scalars(select(Registration))
    return {one.key or one.reference: one for one in rows}


def test_an_organiser_decides_about_rows_and_takes_them_over(client: Client) -> None:
    week = make_week_2024()
    client.sign_in()
    place = send(client, week.slug, "nasty.csv", octets_of("delegates_nasty.csv"))
    refused = client.post(
        f"{place}/columns", data=fields_of(client.get(f"{place}/columns").text)
    )
    page = walk(client, place, day_order="day", welcome="confirmed")

    assert refused.status_code == 422
    assert "Some days could be read in two ways." in read(refused.text)
    assert "101 new, 0 changed, 2 there already, 30 left out." in read(page)
    assert "8 rows wait for your choice." in read(page)
    assert "<script>alert" not in page
    assert "\u202e" not in client.get(f"{place}?show=reject").text

    silesia = db.session.scalars(
        select(Institution.id).where(Institution.key == "us")
    ).one()
    choices = {
        "person-17": "new",
        "person-20": "new",
        "person-21": "same",
        "text-77": "skip",
        "all-looks_like_spam": "skip",
        "institution-0": str(silesia),
        "institution-1": "add",
        "institution-2": "leave",
    }
    client.post(place, data=fields_of(page) | choices | {"do": "save"})
    saved = client.get(place).text
    assert "106 new" in read(saved)
    assert people() == {}

    answer = client.post(place, data=fields_of(saved) | {"do": "import"})
    report = read(client.get(answer.headers["Location"]).text)
    stored = people()

    assert "106 new, 0 changed, 3 there already, 24 left out." in report
    assert {"N017", "N020", "N109", "N110", "N111"} < stored.keys()
    assert not {"N021", "N077", "N088"} & stored.keys()
    assert stored["N109"].institution_id == silesia
    added = stored["N110"].institution
    assert str(added.name if added else "") == "Instytut Nieznany"
    assert stored["N111"].proposed_institution == "University of Ruse"
    assert {one.is_confirmed for one in stored.values()} == {True}
    assert db.session.scalar(select(func.count()).select_from(Badge)) == 106
    assert db.session.scalars(select(Message)).all() == []
    file = client.post(f"{place}/failed.csv").text
    assert "E-mail: There is no e-mail address.,N002" in file
    assert ",'+999" in file

    again = send(client, week.slug, "again.csv", octets_of("delegates_nasty.csv"))
    page = walk(client, again, day_order="day")
    assert "0 new, 0 changed" in read(page)


def test_changed_values_are_taken_over_where_they_are_ticked(client: Client) -> None:
    week = make_week_2024()
    client.sign_in()
    head = "id,email,name,position,diet,companions\n"
    first = f"{head}A1,a@x.example,Ann Bee,Dean,vegan,1\nA2,b@x.example,Bob Cee,,,\n"
    other = f"{head}A1,a@x.example,Ann Bee,Rector,,2\nA2,b@x.example,Bob Cee,Dean,,\n"
    place = send(client, week.slug, "one.csv", first.encode())
    client.post(place, data=fields_of(walk(client, place)) | {"do": "import"})
    place = send(client, week.slug, "two.csv", other.encode())

    page = walk(client, place)
    data = fields_of(page) | {"tick-1": "1", "do": "import"}
    answer = client.post(place, data=data)

    assert "Position: Dean → Rector" in read(page)
    assert "0 new, 1 changed" in read(client.get(answer.headers["Location"]).text)
    stored = people()
    assert (stored["A1"].position, stored["A1"].diet) == ("Rector", "vegan")
    assert stored["A2"].position is None
    assert [one.accompanies_id for one in stored.values() if one.to_be_named] == [
        stored["A1"].id,
        stored["A1"].id,
    ]


def test_many_rows_are_a_job_and_a_second_answer_finds_it_done(client: Client) -> None:
    week = make_week_2024()
    client.sign_in()
    place = send(client, week.slug, "500.csv", octets_of("delegates_500.csv"))
    page = walk(client, place)

    answer = client.post(place, data=fields_of(page) | {"do": "import"})

    assert "/jobs/" in answer.headers["Location"]
    assert work_off() == 1
    report = client.get(place, follow_redirects=True)
    assert "500 new, 0 changed, 0 there already, 0 left out." in read(report.text)
    assert "38 accompanying persons come with them." in read(report.text)


def test_the_meaning_of_headers_is_remembered_also_for_other_weeks(
    client: Client,
) -> None:
    week, other = make_week_2024(), make_week("other")
    client.sign_in()
    rows = b"Mailbox,Bezeichnung\na@x.example,Ann Bee\n"
    place = send(client, week.slug, "one.csv", rows)
    walk(client, place, column_0="email", column_1="name")

    again = send(client, other.slug, "one.csv", rows)
    chosen = fields_of(client.get(f"{again}/columns").text)

    assert (chosen["column_0"], chosen["column_1"]) == ("email", "name")


def test_another_encoding_shows_other_names(client: Client) -> None:
    week = make_week_2024()
    client.sign_in()
    place = send(
        client, week.slug, "cn.csv", octets_of("variants/gbk_chinese_headers.csv")
    )
    page = client.get(f"{place}/columns").text
    client.post(f"{place}/columns", data=fields_of(page) | {"encoding": "big5"})
    wrong = client.get(f"{place}/columns").text

    assert "欧阳测试" in page
    assert "欧阳测试" not in wrong
    assert fields_of(wrong)["encoding"] == "big5"


def test_people_who_complete_the_rest_are_written_where_it_was_ticked(
    client: Client,
) -> None:
    week = make_week_2024()
    client.sign_in()
    rows = b"email,name,languages\na@x.example,Ann Bee,zh\nb@x.example,Bob Cee,en\n"
    place = send(client, week.slug, "one.csv", rows)
    page = walk(client, place, welcome="draft")

    client.post(place, data=fields_of(page) | {"do": "import", "mail": "1"})

    mails = db.session.scalars(select(Message).order_by(Message.to_address)).all()
    assert "Please complete your registration" in read(page)
    assert [(one.to_address, one.language) for one in mails] == [
        ("a@x.example", "zh-Hans"),
        ("b@x.example", "en"),
    ]
    assert "/me/enter/" in mails[1].text
    assert {one.status for one in people().values()} == {RegistrationStatus.DRAFT}


def test_lists_and_reports_are_forgotten_after_a_day(
    client: Client, time: StoppedClock
) -> None:
    week = make_week_2024()
    client.sign_in()
    place = send(client, week.slug, "one.csv", b"email,name\na@x.example,Ann Bee\n")
    client.post(place, data=fields_of(walk(client, place)) | {"do": "import"})
    kept = db.session.scalars(select(PeopleFile)).one()
    assert (kept.content, kept.report is None) == (None, False)

    time.advance(hours=25)
    tidy()

    assert db.session.scalars(select(PeopleFile)).all() == []
    assert client.get(f"{place}/report").status_code == 404


def test_a_preview_asks_as_many_questions_for_many_rows_as_for_one(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week_2024()
    client.sign_in()
    counts = []
    for number in (1, 200):
        rows = "".join(
            f"I{n},p{n}@x.example,Person No{n},Some University {n}\n"
            for n in range(number)
        )
        content = f"id,email,name,institution\n{rows}".encode()
        place = send(client, week.slug, "many.csv", content)
        walk(client, place)
        with statements() as ran:
            client.get(place)
        counts.append(len(ran))

    assert counts[0] == counts[1]


def test_a_list_waits_shut_and_its_report_holds_no_passport(client: Client) -> None:
    week = make_week_2024()
    client.sign_in()
    rows = b"email,name,document\n,Ann Bee,SPECIMEN777\n"
    place = send(client, week.slug, "one.csv", rows)
    waiting = db.session.scalars(select(PeopleFile)).one().content or b""

    page = walk(client, place, column_2="passport_number")
    client.post(place, data=fields_of(page) | {"do": "import"})

    kept = db.session.scalars(select(PeopleFile)).one()
    assert b"SPECIMEN777" not in waiting
    assert [row["cells"][1:] for row in (kept.report or {})["failed"]] == [
        ["Ann Bee", ""]
    ]
