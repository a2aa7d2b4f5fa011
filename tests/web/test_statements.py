"""How much the pages of the office ask of the database, however many rows it has."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from eventapp.accounts.vocabulary import Right, Role
from eventapp.kernel.db import db
from tests.conftest import Client
from tests.web.crowd import multiply
from tests.web.world import World, make_world

FILES = (".csv", ".ics", ".json", ".pdf", ".png", ".svg", ".xlsx", ".xml", ".zip")
PAGES = {"text/html", "application/json"}
FILTERED = (
    "/organise/spring/registrations?q=yao&status=confirmed&status=submitted&sort=-name",
    "/organise/spring/registrations?place=waiting&lacks=answer&came=not_yet",
    "/organise/spring/journal?q=a&area=registrations&since=2020-01-01",
    "/organise/spring/outbox?q=guest&status=failed",
    "/organise/spring/arrivals/?direction=departure&show=all",
    "/organise/spring/delegations?q=p",
)

# The same statements on both databases: one is enough to count them.
on_sqlite = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@on_sqlite
def test_no_page_of_the_office_asks_more_about_more_rows(
    app: Flask, client: Client, statements: Callable[[], Any]
) -> None:
    world = make_world()
    client.sign_in(Role.ADMINISTRATOR)
    addresses = [*pages(app, world), *FILTERED]

    multiply(1)
    few = {one: asked(client, one, statements) for one in addresses}
    multiply(4)
    many = {one: asked(client, one, statements) for one in addresses}

    assert sum(map(bool, few.values())) > 100  # else nothing was looked at
    grown = {one: added(few[one], many[one]) for one in addresses}
    assert {one: more for one, more in grown.items() if more} == {}


def pages(app: Flask, world: World) -> Iterator[str]:
    """The addresses at which the office and the desks look."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        audience = getattr(view, "__audience__", "").partition(",")[0]
        is_page = "GET" in (rule.methods or ()) and not rule.rule.endswith(FILES)
        if is_page and audience in set(Right):
            yield world.address(app, rule)


def asked(client: Client, address: str, statements: Callable[[], Any]) -> list[str]:
    """The statements of a page; none of what is no page."""
    with statements() as ran:
        answer = client.get(address)
    is_page = answer.status_code == 200 and answer.mimetype in PAGES
    db.session.rollback()
    return ran if is_page else []


def added(before: list[str], after: list[str]) -> list[str]:
    """What is asked now that was not asked before, or not so often."""
    left = list(after)
    for statement in before:
        if statement in left:
            left.remove(statement)
    return left if len(after) > len(before) else []
