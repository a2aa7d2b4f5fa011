"""The lead of a coach in a real browser: counted by scans and taps, network or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from eventapp.coaches.queries.manifests import loads
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from tests.coaches.tour import Tour, make_tour
from tests.conftest import Client
from tests.journeys.desk import SECOND, DeskPage, served, signed_in
from tests.journeys.test_accessible import fault

NAMES = ("Anna", "Bo", "Cora", "Dan", "Eve")

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@dataclass
class Lead:
    """The open page of a lead, and the badges of who may ride."""

    page: Page
    event: UUID
    badges: dict[str, str]

    def scan(self, name: str) -> None:
        DeskPage(self.page, []).scan(self.badges[name])

    def part(self, name: str) -> Locator:
        return self.page.locator(f"[data-part={name}]").first


@pytest.fixture
def tour(app: Flask) -> Tour:
    assert app
    tour = make_tour(6, 3)
    tour.ride(0, *NAMES)
    tour.ride(1, "Wrong", "Late")
    return tour


@pytest.fixture
def lead(app: Flask, client: Client, browser: Browser, tour: Tour) -> Iterator[Lead]:
    """A steward's phone that leads coach A, and keeps the page."""
    badges = {name: tour.code(name) for name in tour.riders}
    event = tour.event.id
    path = f"/desk/coaches/{event}/{tour.coaches[0].id}/"
    db.session.commit()
    session = signed_in(client)
    phone = {"width": 390, "height": 844}
    with served(app) as address, browser.new_context(viewport=phone) as context:  # type: ignore[arg-type]  # a size
        context.add_cookies([{"name": "session", "value": session, "url": address}])
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}{path}")
        yield Lead(page, event, badges)
        assert said == []


def test_six_are_counted_two_without_network_and_the_coach_leaves(
    lead: Lead,
) -> None:
    page, said = lead.page, lead.part("said-text")
    expect(lead.part("state")).to_have_text("Online, all sent")
    lead.scan("Anna")
    expect(said).to_have_text("Anna is on board.")
    lead.scan("Bo")
    lead.scan("Anna")
    expect(said).to_have_text("Anna is already on board.")
    expect(lead.part("count")).to_have_text("2 of 5")
    expect(lead.part("missing")).to_have_text("Missing: Cora, Dan, Eve")

    lead.scan("Wrong")
    expect(said).to_contain_text("has a seat in another coach: Coach B.")
    expect(page.get_by_role("button", name="Send to Coach B")).to_be_visible()
    page.get_by_role("button", name="Take along in this coach").click()
    expect(lead.part("count")).to_have_text("3 of 6")

    no_seat_is_free_for(lead, "Late")
    expect(lead.part("count")).to_have_text("3 of 6")
    expect(lead.part("open")).to_be_hidden()

    expect(page.locator("[data-part=app-kept]")).not_to_have_attribute("hidden", "")
    expect(lead.part("state")).to_have_text("Online, all sent")
    page.context.set_offline(True)
    page.reload()
    expect(lead.part("count")).to_have_text("3 of 6")
    no_seat_is_free_for(lead, "Late")
    lead.scan("Cora")
    lead.scan("Dan")
    expect(lead.part("count")).to_have_text("5 of 6")
    expect(lead.part("state")).to_contain_text("Counts waiting: 3", timeout=8 * SECOND)
    page.get_by_role("button", name="Show their phones").click()
    expect(lead.part("phones-said")).to_have_text("Phones are shown only with network.")
    page.get_by_role("button", name="The coach leaves now").click()
    expect(said).to_have_text("Leave without them? Missing: Eve")
    page.get_by_role("button", name="Wait for them").click()
    expect(page.get_by_role("button", name="The coach leaves now")).to_be_visible()
    page.context.set_offline(False)
    expect(lead.part("state")).to_have_text("Online, all sent", timeout=8 * SECOND)

    page.get_by_role("button", name="On board Eve").click()
    expect(lead.part("missing")).to_have_text("Nobody is missing.")
    page.get_by_role("button", name="The coach leaves now").click()
    expect(said).to_have_text("The coach has left. The count is kept.")
    the_stop_is_closed(lead)
    expect(lead.part("state")).to_have_text("Online, all sent")

    db.session.rollback()
    now = Tour(db.session.get_one(Event, lead.event), [])
    coach = loads(now.event)[0]
    assert coach.last_departure is not None
    assert (coach.last_departure.on_board, coach.last_departure.expected) == (6, 6)
    everybody = sorted([*NAMES, "Wrong"])
    assert now.on_board(0) == [everybody, []]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def no_seat_is_free_for(lead: Lead, name: str) -> None:
    lead.scan(name)
    lead.page.get_by_role("button", name="Take along in this coach").click()
    expect(lead.part("said-text")).to_contain_text("No seat is free in Coach A for")


def the_stop_is_closed(lead: Lead) -> None:
    """Said in sight, with the way back; the next list is folded."""
    expect(lead.part("gone-text")).to_contain_text("is closed: left at")
    expect(lead.part("gone-text")).to_contain_text("with 6 of 6.")
    expect(lead.part("next-text")).to_contain_text("Counted next: Way back")
    back = lead.page.get_by_role("button", name="It has not left")
    expect(back).to_be_in_viewport()
    expect(lead.page.get_by_role("button", name="On board Eve")).to_be_hidden()
    assert fault(lead.page) == []
