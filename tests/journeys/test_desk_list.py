"""A desk judges by the list it keeps: sealed at a door, plain where one searches."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from eventapp.badges import service as badges
from eventapp.checkin.duty import COOKIE
from eventapp.checkin.expected import kept
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.codes import show_reference
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_desk, make_event, make_place, make_registration
from tests.builders import make_week as week_of
from tests.checkin.devices import credential, make_device
from tests.journeys.desk import DeskPage, served, watched

PHONE: ViewportSize = {"width": 390, "height": 844}
SECONDS = 1000
KEPT = """() => new Promise((resolve) => {
    indexedDB.open("desk").onsuccess = ({ target: { result: base } }) => {
        const asked = base.transaction("kept").objectStore("kept").getAll();
        asked.onsuccess = () => resolve(JSON.stringify(asked.result));
    };
})"""

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


class Hall:
    """A door, the badges of its guests, and a device for each role."""

    def __init__(self) -> None:
        kept.forget()
        week = week_of()
        event = make_event(week, signup=SignUp.OPEN)
        desk = make_desk(week)
        names = [
            PersonName("Wang Xiaoming", "王小明", "zh-Hans"),
            PersonName("Łukasz Żółć"),
            PersonName("Nina Cancelled"),
        ]
        people = [make_registration(week, name=name) for name in names]
        codes = [badges.code_of(badges.issue(person)) for person in people]
        for person in people:
            make_place(person, event)
        people[2].status = RegistrationStatus.CANCELLED
        self.badges = [str(code) for code in codes]
        self.words = [*names[0].latin.split(), "王小明", *names[1].latin.split()]
        self.words += [person.reference for person in people]
        self.page = f"/desk/{desk.id}/?event={event.id}"
        self.devices = {
            role: credential(make_device(week, role))
            for role in (DeskRole.STEWARD, DeskRole.REGISTRATION)
        }
        db.session.commit()
        db.session.remove()


@contextmanager
def at_door(app: Flask, browser: Browser, role: DeskRole) -> Iterator[DeskPage]:
    """A device with its list, at a desk which has just lost the network."""
    hall = Hall()
    problems: list[str] = []
    blocked = browser.new_context(viewport=PHONE, service_workers="block")
    with served(app) as address, blocked as context:
        cookie = {"name": COOKIE, "value": hall.devices[role], "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # as Playwright reads it
        page = watched(context, problems)
        page.goto(f"{address}{hall.page}")
        expect(page.locator("[data-part=age]")).to_contain_text("List of")
        page.wait_for_load_state("networkidle")  # the reader of codes is there, too
        context.set_offline(True)
        yield DeskPage(page, [*hall.badges, *hall.words])
        assert problems == []


def told(desk: DeskPage, badge: str, word: str) -> Page:
    """Scan without network, and read the verdict."""
    desk.scan(badge)
    expect(desk.verdict).to_have_text(word, timeout=5 * SECONDS)
    return desk.page


def see(desk: DeskPage) -> None:
    """Read a verdict for a moment, and go on."""
    desk.page.wait_for_timeout(400)
    desk.next_button.click()
    expect(desk.dialog).to_be_hidden()


def test_a_sealed_list_is_opened_by_the_badges_that_are_shown(
    app: Flask, browser: Browser
) -> None:
    with at_door(app, browser, DeskRole.STEWARD) as desk:
        first, _, cancelled, *words = desk.badges
        on_device = desk.page.evaluate(KEPT)

        told(desk, first, "Welcome")
        expect(desk.dialog).to_contain_text("王小明")
        told(desk, first, "Already checked in")
        expect(desk.dialog).to_contain_text("Here since")
        see(desk)
        told(desk, cancelled, "Do not admit")
        see(desk)
        desk.field.fill("Wang")
        desk.field.press("Enter")
        sealed = "Names: ask the registration desk."
        expect(desk.page.locator("[data-part=found-said]")).to_contain_text(sealed)

    assert len(on_device) > 1000
    assert [word for word in words if word in on_device] == []


def test_a_code_typed_at_a_door_is_a_scan(app: Flask, browser: Browser) -> None:
    with at_door(app, browser, DeskRole.STEWARD) as desk:
        reference = show_reference(desk.badges[-3])
        expect(desk.page.get_by_label("Code from the badge")).to_be_visible()

        desk.field.fill(reference)
        desk.field.press("Enter")
        expect(desk.verdict).to_have_text("Not checked", timeout=8 * SECONDS)
        expect(desk.dialog).to_contain_text("Send them to the registration desk.")
        see(desk)
        desk.page.context.set_offline(False)
        desk.field.fill(reference.lower())
        desk.field.press("Enter")

        expect(desk.verdict).to_have_text("Welcome", timeout=8 * SECONDS)
        expect(desk.dialog).to_contain_text("王小明")
        desk.scan("4006381333931")
        expect(desk.dialog).to_contain_text("Type the code below the square")


def test_a_plain_list_finds_people_without_network(
    app: Flask, browser: Browser
) -> None:
    with at_door(app, browser, DeskRole.REGISTRATION) as desk:
        found = desk.page.locator("[data-part=found]")

        desk.field.fill("zolc")
        expect(found).to_contain_text("Łukasz Żółć")
        desk.field.fill("明")
        expect(found).to_contain_text("王小明")
        found.get_by_role("button", name="Admit").click()
        expect(desk.verdict).to_have_text("Welcome", timeout=5 * SECONDS)
        desk.page.keyboard.press("Escape")
        desk.field.fill("wang")

        expect(found).to_contain_text("Here")
        desk.page.context.set_offline(False)
        online = desk.page.locator(".desk-state [data-state]")
        expect(online).to_have_text("Online, all sent", timeout=15 * SECONDS)
        desk.expect_count(1)
