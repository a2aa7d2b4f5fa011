"""Answers given before Flask begins are the ones that Flask would have given."""

import pytest

from eventapp.web import page_cache, shortcut
from tests.builders import make_event, make_week
from tests.conftest import Client

PAGES = ["/weeks/spring/", "/weeks/spring/programme", "/feeds/spring.ics?lang=zh-Hans"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("accepted", ["gzip, br", ""])
def test_the_second_answer_is_the_first_one_again(
    client: Client, address: str, accepted: str
) -> None:
    make_event(make_week("spring"), "Salon", zh="沙龙")
    headers = {"Accept-Encoding": accepted}

    first = client.get(address, headers=headers)
    second = client.get(address, headers=headers)

    assert _is_kept(address)
    assert second.status == first.status
    assert second.data == first.data
    assert sorted(second.headers) == sorted(first.headers)


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_is_said_as_flask_says_it(client: Client, address: str) -> None:
    make_event(make_week("spring"))
    tag = client.get(address).headers["ETag"]
    shortcut._entries.clear()  # noqa: SLF001 - as if another process had answered

    first = client.get(address, headers={"If-None-Match": f'W/{tag}, "other"'})
    client.get(address)
    second = client.get(address, headers={"If-None-Match": f'W/{tag}, "other"'})

    assert (first.status_code, second.status_code) == (304, 304)
    assert sorted(second.headers) == sorted(first.headers)
    assert second.data == b""


def test_an_instant_alone_is_compared_by_flask(client: Client) -> None:
    make_event(make_week("spring"))
    made = client.get("/feeds/spring.ics")
    since = {"If-Modified-Since": made.headers["Last-Modified"]}

    assert client.get("/feeds/spring.ics", headers=since).status_code == 304


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


def test_answers_take_a_bounded_memory(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_event(make_week("spring"))
    monkeypatch.setattr(page_cache, "MEMORY", 1)
    client.get("/weeks/spring/programme?kind=&q=")

    client.get("/weeks/spring/programme?q=&kind=")

    assert not _is_kept("/weeks/spring/programme?kind=&q=")
    assert _is_kept("/weeks/spring/programme?q=&kind=")


def _is_kept(address: str) -> bool:
    path, _mark, query = address.partition("?")
    kept = shortcut._entries  # noqa: SLF001 - to be sure that this test tests it
    return any(key[:2] == (path, query) for key in kept)
