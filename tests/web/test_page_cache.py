"""Pages kept in memory: never old after a change, never another reader's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.i18n import Localised
from eventapp.programme.service.weeks import revise
from eventapp.web import page_cache
from tests.builders import make_event, make_week
from tests.conftest import Client

Counted = Callable[[], AbstractContextManager[list[str]]]


def test_a_kept_page_costs_no_statement(client: Client, statements: Counted) -> None:
    make_event(make_week("spring"), "Salon")
    client.get("/weeks/spring/programme")

    with statements() as ran:
        again = client.get("/weeks/spring/programme")

    assert "Salon" in again.text
    assert len(ran) <= 1


def test_a_change_is_seen_at_once(client: Client) -> None:
    event = make_event(make_week("spring"), "Salon")
    client.get("/weeks/spring/programme")

    event.title = Localised({"en": "Forum"})
    revise(event.week)

    assert "Forum" in client.get("/weeks/spring/programme").text


def test_each_language_and_colour_has_its_own_page(client: Client) -> None:
    make_event(make_week("spring"), "Salon", zh="沙龙")
    english = client.get("/weeks/spring/programme")

    client.get("/language/zh-Hans")
    client.get("/theme/dark")
    chinese = client.get("/weeks/spring/programme")

    assert ("Salon" in english.text, "沙龙" in chinese.text) == (True, True)
    assert 'data-theme="dark"' in chinese.text


def test_an_unchanged_page_is_304(client: Client) -> None:
    make_event(make_week("spring"))
    etag = client.get("/weeks/spring/").headers["ETag"]

    again = client.get("/weeks/spring/", headers={"If-None-Match": etag})

    assert (again.status_code, again.data) == (304, b"")


def test_whoever_signed_in_gets_a_page_of_their_own(client: Client) -> None:
    make_week("spring")
    stranger = client.application.test_client()
    account = client.sign_in()

    own, kept = client.get("/weeks/spring/"), stranger.get("/weeks/spring/")

    assert account.role is Role.ORGANISER
    assert "/organise/" in own.text
    assert "/organise/" not in kept.text


def test_empty_choices_are_the_page_without_them(
    client: Client, statements: Counted
) -> None:
    make_event(make_week("spring"), "Salon")
    client.get("/weeks/spring/programme")

    with statements() as ran:
        again = client.get("/weeks/spring/programme?kind=&q=&view=")

    assert "Salon" in again.text
    assert len(ran) <= 1


def test_kept_pages_take_a_bounded_memory(app: Flask) -> None:
    made: list[int] = []
    pages = range(page_cache.MEMORY // page_cache.LARGEST + 1)

    def ask(number: int) -> None:
        def render() -> str:
            made.append(number)
            return "x" * page_cache.LARGEST

        with app.test_request_context():
            page_cache.revision_of("spring", lambda: 1)
            page_cache.page((str(number),), 1, render)

    for number in pages:
        ask(number)
    for number in (pages[-1], pages[0]):
        ask(number)

    assert made == [*pages, pages[0]]
