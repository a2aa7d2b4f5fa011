"""Answers given before Flask begins are the ones that Flask would have given."""

import pytest
from flask import Flask

from eventapp.kernel.db import db
from eventapp.web import page_cache, shortcut
from eventapp.web.shelf import Shelf
from tests.builders import make_event, make_week
from tests.conftest import Client
from tests.web.reader import Reader

PAGES = ["/weeks/spring/", "/weeks/spring/programme", "/feeds/spring.ics?lang=zh-Hans"]


@pytest.fixture
def reader(app: Flask) -> Reader:
    """Somebody who reads, while nothing is kept yet."""
    shortcut.forget_all()
    return Reader(app)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("accepted", ["gzip, br", ""])
def test_the_second_answer_is_the_first_one_again(
    reader: Reader, address: str, accepted: str
) -> None:
    make_event(make_week("spring"), "Salon", zh="沙龙")
    db.session.commit()
    headers = {"Accept-Encoding": accepted}

    first = reader.get(address, headers=headers)
    second = reader.get(address, headers=headers)

    assert reader.passed_on == 1
    assert second.status == first.status
    assert second.data == first.data
    assert sorted(second.headers) == sorted(first.headers)


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_is_said_as_flask_says_it(reader: Reader, address: str) -> None:
    make_event(make_week("spring"))
    db.session.commit()
    tag = reader.get(address).headers["ETag"]
    shortcut.forget_all()  # as if another process had answered

    first = reader.get(address, headers={"If-None-Match": f'W/{tag}, "other"'})
    second = reader.get(address, headers={"If-None-Match": f'W/{tag}, "other"'})

    assert reader.passed_on == 2
    assert (first.status_code, second.status_code) == (304, 304)
    assert sorted(second.headers) == sorted(first.headers)
    assert second.data == b""


def test_a_head_has_no_body(client: Client) -> None:
    make_event(make_week("spring"))
    whole = client.get("/weeks/spring/")

    head = client.head("/weeks/spring/")

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_the_accepted_language_chooses_the_page(client: Client) -> None:
    make_event(make_week("spring"), "Salon", zh="沙龙")
    for tag in ("en", "zh-CN,zh;q=0.9,en;q=0.8"):
        client.get("/weeks/spring/programme", headers={"Accept-Language": tag})

    chinese = client.get(
        "/weeks/spring/programme", headers={"Accept-Language": "zh-TW, en;q=0.5"}
    )

    assert "沙龙" in chinese.text


def test_a_missing_page_is_not_kept(client: Client) -> None:
    assert client.get("/weeks/autumn/").status_code == 404

    make_week("autumn")

    assert client.get("/weeks/autumn/").status_code == 200


def test_invented_addresses_take_no_memory_and_no_place(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_event(make_week("spring"))
    db.session.commit()
    monkeypatch.setattr(shortcut, "_entries", Shelf(entries=2, octets=10**6))
    for _ in range(2):
        reader.get("/feeds/spring.ics")
        reader.get("/weeks/spring/programme")

    for number in range(20):
        reader.get(f"/feeds/spring.ics?invented={number}")
        reader.get(f"/weeks/autumn{number}/programme")
    before = reader.passed_on
    reader.get("/feeds/spring.ics")
    reader.get("/weeks/spring/programme")

    assert reader.passed_on == before
    assert not any("autumn" in subject for subject in page_cache._revisions)  # noqa: SLF001
