"""A guest alone at a kiosk in a real browser: scans, prints, goes; without network."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from sqlalchemy import select

from eventapp.badges.designing import keep_design
from eventapp.badges.designs import Design
from eventapp.badges.formats import Format
from eventapp.badges.models import BadgePrint
from eventapp.badges.service import code_of, issue
from eventapp.checkin.duty import COOKIE
from eventapp.checkin.vocabulary import DeskKind, DeskRole
from eventapp.kernel.codes import CodeKind, compose
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.checkin.devices import credential, make_device
from tests.journeys.desk import DeskPage, served, watched
from tests.journeys.test_accessible import fault

SCREEN: ViewportSize = {"width": 1080, "height": 1920}
PRINTS = """
  let prints = 0;
  window.print = () => {
    prints += document.querySelector("[data-part=paper]").naturalWidth > 0;
    document.documentElement.dataset.prints = prints;
  };
"""

pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def kiosk(app: Flask, browser: Browser) -> Iterator[DeskPage]:
    """A device in the foyer, upright, which prints badges by itself."""
    week = make_week()
    keep_design(
        week, Design(kiosk_prints=True, desk_format=Format.ROLL_62), by="Office"
    )
    make_event(week, signup=SignUp.EVERYONE)
    desk = make_desk(week, "Foyer", kind=DeskKind.KIOSK, has_printer=True)
    device = make_device(week, DeskRole.KIOSK, desk_id=desk.id)
    guests = [make_registration(week), make_registration(week)]
    codes = [code_of(issue(guest)) or "" for guest in guests]
    known = [*codes, guests[1].reference]
    cookie, path = credential(device), f"/desk/{desk.id}/kiosk"
    db.session.commit()
    db.session.remove()
    problems: list[str] = []
    context = browser.new_context(viewport=SCREEN, service_workers="block")
    with served(app) as address, context:
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        context.add_init_script(PRINTS)
        page = watched(context, problems)
        page.goto(address + path)
        yield DeskPage(page, known)
    assert [one for one in problems if "register" not in one] == []


def screen(page: Page) -> Locator:
    return page.get_by_role("main")


def test_a_guest_scans_gets_a_badge_and_the_next_one_begins_anew(
    kiosk: DeskPage,
) -> None:
    page = kiosk.page
    first, _second, reference = kiosk.badges
    expect(screen(page)).to_have_attribute("data-state", "start")

    kiosk.scan(first)
    expect(screen(page)).to_have_attribute("data-state", "welcome")
    expect(page.get_by_text("王小明")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-prints", "1")
    english, chinese = page.locator("[data-speaks]").all()
    expect(english.get_by_text("Your badge is being printed.")).to_be_visible()
    page.get_by_role("button", name="简体中文").click()
    expect(english).to_be_hidden()
    expect(chinese).to_be_visible()
    expect(page.get_by_role("button", name="Begin again")).to_have_count(0)
    page.get_by_role("button", name="重新开始").click()

    page.get_by_role("button", name="Type my reference").click()
    assert fault(page) == []
    for sign in reference:
        page.locator(f'[data-key="{sign}"]').click()
    expect(screen(page)).to_have_attribute("data-state", "welcome")
    expect(page.locator("html")).to_have_attribute("data-prints", "2")

    kiosk.scan("PW1P0000000000000000000000000000")
    expect(screen(page)).to_have_attribute("data-state", "again")
    assert page.get_by_text("王小明").count() == 0
    assert len(db.session.scalars(select(BadgePrint)).all()) == 2


def test_without_network_the_sealed_list_tells_whom_to_welcome(
    kiosk: DeskPage,
) -> None:
    page = kiosk.page
    expect(screen(page)).to_have_attribute("data-state", "start")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)

    kiosk.scan(kiosk.badges[0])
    expect(screen(page)).to_have_attribute("data-state", "welcome", timeout=6000)
    expect(page.get_by_text("王小明")).to_be_visible()
    kiosk.scan(compose(CodeKind.PERSON, bytes(16)))
    expect(screen(page)).to_have_attribute("data-state", "desk", timeout=6000)

    page.context.set_offline(False)
    assert page.get_by_text("王小明").count() == 0
