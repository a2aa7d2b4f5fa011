"""Lists of those whom to invite: any encoding, row by row, without doubles."""

import io
from html import unescape
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.registration.models.entering import Invitation
from eventapp.registration.vocabulary import DelegateKind
from tests.builders import make_institution, make_week
from tests.conftest import Client, StoppedClock

PAGE = "/organise/spring/invitations/import"
HEAD = "Name;E-mail;Institution;Language;Kind;Uses;Last day;Remarks\r\n"
ROWS = (
    "Anna Nowak;Anna@Guest.example;Politechnika Opolska;pl;expert;;2027-03-09;x\r\n"
    "王小明;wang@guest.example;上海大学;zh;president;;;\r\n"
    ";;Opole University of Technolgy;en;;5;;\r\n"
    "Bad;not-an-address;;xx;emperor;0;soon;\r\n"
    "Anna again;anna@guest.example;;;;;;\r\n"
    ";;;;;;;nobody\r\n"
)


def upload(client: Client, content: bytes, name: str = "list.csv") -> Any:
    file = (io.BytesIO(content), name)
    return client.post(PAGE, data={"file": file}, content_type="multipart/form-data")


def take(client: Client, page: str) -> None:
    rows = page.split('name="rows"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    client.post(f"{PAGE}/take", data={"rows": unescape(rows)})


def test_a_list_is_looked_at_taken_and_taken_again_without_doubles(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_week("spring", languages=("en", "zh-Hans"))
    known = make_institution(native_name="Politechnika Opolska", native_language="pl")
    client.sign_in()

    page = upload(client, (HEAD + ROWS).encode("utf-16")).text

    assert "3 new, 1 known, 2 with a problem." in page
    assert "Not imported: Remarks." in page
    assert "Perhaps it is Opole University of Technology." in page
    for sentence in (
        "“not-an-address” is not an e-mail address.",
        "We do not know the language “xx”.",
        "We do not know the kind of delegate “emperor”.",
        "Write how often it may be used as a number from 1 to 1000.",
        "Write the last day like 2027-03-09.",
        "Nobody is named: no name, no institution, no e-mail.",
    ):
        assert sentence in page
    take(client, page)
    order = Invitation.address.nulls_last()
    anna, wang, opole = db.session.scalars(select(Invitation).order_by(order))
    assert (anna.institution_id, anna.kind) == (known.id, DelegateKind.EXPERT)
    assert (anna.language, anna.address) == ("pl", "anna@guest.example")
    assert wang.name == PersonName("", "王小明", "zh-Hans")
    assert (wang.language, wang.proposed_institution) == ("zh-Hans", "上海大学")
    assert (opole.uses_allowed, opole.institution_id) == (5, None)
    assert opole.proposed_institution == "Opole University of Technolgy"

    again = upload(client, (HEAD + ROWS).encode("cp1252", errors="replace")).text

    assert "0 new," in again
    take_nothing = client.post(f"{PAGE}/take", data={"rows": "name\r\n"})
    assert take_nothing.status_code == 302
    assert len(db.session.scalars(select(Invitation)).all()) == 3


def test_a_workbook_is_read_and_a_picture_refused(client: Client) -> None:
    make_week("spring")
    client.sign_in()
    book, octets = Workbook(), io.BytesIO()
    book.active.append(["姓名", "邮箱"])
    book.active.append(["王小明", "wang@guest.example"])
    book.save(octets)

    page = upload(client, octets.getvalue(), "list.xlsx").text
    refused = upload(client, b"\x89PNG....", "list.csv")

    assert "1 new, 0 known, 0 with a problem." in page
    assert refused.status_code == 422
    assert "We cannot read this file." in refused.text
    assert upload(client, b"", "").status_code == 422
