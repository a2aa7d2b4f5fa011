"""While a file is read, however long that takes, everybody else can write."""

import re
from threading import Thread

import pytest
from flask import Flask
from openpyxl.reader.excel import ExcelReader
from sqlalchemy import select

from eventapp.jobs.service import work_off
from eventapp.kernel.db import db, writing
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_events
from tests.builders import make_account, make_week
from tests.conftest import Client
from tests.exchange.files import workbook_of
from tests.exchange.test_views import fields_of, send

SECONDS = 5.0  # whoever waits for the writer waits longer


@pytest.fixture(name="written")
def written_meanwhile(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether another thread could write, for each time that a workbook was read."""
    written: list[bool] = []
    really = ExcelReader.read_strings

    def write() -> None:
        with app.app_context(), writing():
            make_account()

    def read_slowly(reader: ExcelReader) -> None:
        other = Thread(target=write)
        other.start()
        other.join(SECONDS)
        written.append(not other.is_alive())
        really(reader)

    monkeypatch.setattr(ExcelReader, "read_strings", read_slowly)
    return written


@pytest.mark.parametrize("count", [1, 101])
def test_others_write_while_a_file_is_read(
    client: Client, written: list[bool], count: int
) -> None:
    client.sign_in()
    week = make_week("spring")
    rows = [[f"k{n}", f"Event {n}"] for n in range(count)]

    where = send(client, workbook_of(events=[["key", "title_en"], *rows])).location
    preview = client.post(where, data=fields_of(client.get(where).text)).location
    plan = re.search(r'name="plan" value="(\d+)"', client.get(preview).text)
    assert plan is not None
    client.post(preview, data={"plan": plan[1]})
    jobs = work_off()

    assert jobs == (0 if count == 1 else 1)
    assert written == [True] * (5 + jobs)
    assert len(planned_events(week)) == count


def test_a_file_that_is_read_in_another_way_meanwhile_is_shown_again(
    client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in()
    make_week("spring")
    content = workbook_of(events=[["key", "title_en"], ["a", "A"]])
    where = send(client, content).location
    really = ExcelReader.read_strings

    def move() -> None:
        with app.app_context(), writing():
            db.session.scalars(select(Week)).one().zone = "Europe/Warsaw"

    def read_slowly(reader: ExcelReader) -> None:
        other = Thread(target=move)
        other.start()
        other.join()
        really(reader)

    monkeypatch.setattr(ExcelReader, "read_strings", read_slowly)
    moved = client.get(where)

    assert moved.status_code == 409
    assert "Look at the preview again" in moved.text
    assert client.get(where).status_code == 200
