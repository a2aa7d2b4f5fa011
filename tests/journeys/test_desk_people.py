"""People at a registration desk in a real browser: nine in one scan, one walks in."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import func, select

from eventapp.badges import cards
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_registration,
    make_week,
)
from tests.conftest import Client
from tests.journeys.desk import SECOND, DeskPage, Door, at_desk, served, signed_in

PHONE: ViewportSize = {"width": 390, "height": 844}
NINE = 9
A_MINUTE = 60

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def desk(app: Flask, client: Client, browser: Browser) -> Iterator[DeskPage]:
    """A registration desk; its badges are the cards of two delegations of nine."""
    week = make_week()
    make_event(week, "Opening", signup=SignUp.EVERYONE)
    make_desk(week)
    found = []
    for title in ("Zhejiang University", "University of Opole"):
        delegation = make_delegation(
            week,
            status=RegistrationStatus.CONFIRMED,
            institution=make_institution(title),
        )
        for place in range(NINE):
            native = "王丽" if place == 1 else None
            name = PersonName(f"{title} {place}", native, native and "zh-Hans")
            make_registration(
                week, delegation_id=delegation.id, is_head=not place, name=name
            )
        found.append(cards.code_of_card(cards.issue_card(delegation.id)) or "")
    db.session.commit()
    db.session.remove()
    session = signed_in(client)
    with served(app) as address:
        context = browser.new_context(viewport=PHONE, service_workers="block")
        with context, at_desk(context, Door(address, session, found)) as desk:
            expect(desk.state).to_have_text("Online, all sent")
            yield desk


def test_nine_people_are_admitted_with_one_scan_and_one_key(desk: DeskPage) -> None:
    page, posted = desk.page, []
    page.on("request", lambda sent: posted.append(sent.method + sent.url[-6:]))

    desk.scan(desk.badges[0])
    expect(page.get_by_role("heading", name="Zhejiang University")).to_be_visible()
    page.get_by_label("王丽").uncheck()
    posted.clear()
    page.get_by_role("button", name="Admit 8").press("Enter")

    list_of_people = page.get_by_role("dialog")
    expect(list_of_people).to_contain_text("8 of 9 are here.")
    expect(list_of_people).to_contain_text("Missing: 王丽")
    assert posted.count("POST/scans") == 1
    page.get_by_role("button", name="Done").click()
    desk.expect_count(8)

    expect(page.locator(".desk-state")).to_contain_text("List of")
    page.context.set_offline(True)
    desk.field.fill(desk.badges[1])
    desk.field.press("Enter")
    page.get_by_role("button", name="Admit 9").click(timeout=8 * SECOND)
    expect(list_of_people).to_contain_text("9 of 9 are here.", timeout=6 * SECOND)
    expect(list_of_people.get_by_text("Saved without network")).to_have_count(NINE)
    desk.expect_count(17)
    page.context.set_offline(False)
    page.get_by_role("button", name="Done").click()
    desk.expect_count(17)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Admission.id))) == 17
    grouped = select(func.count(Scan.id)).where(Scan.group_id.is_not(None))
    assert db.session.scalar(grouped) == 17


def test_somebody_walks_in_and_has_a_badge_within_a_minute(desk: DeskPage) -> None:
    page, began = desk.page, time.monotonic()

    page.get_by_role("link", name="Register somebody").press("Enter")
    _type(page, "Name in Latin letters", "Li Na")
    _type(page, "Name in the own script", "李娜")
    _type(page, "Institution", "zhej")
    expect(page.locator("#institutions option")).to_have_count(1)
    _type(page, "Institution", "Zhejiang University")
    page.get_by_label("I have read this text, and I agree.").press("Space")
    page.wait_for_timeout(SECOND)  # nobody reads and types in less
    page.get_by_role("button", name="Register and make a badge").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("李娜")
    expect(page.get_by_text("Welcome")).to_be_visible()
    expect(page.get_by_role("link", name="Print badge")).to_be_visible()
    expect(page.get_by_role("img", name="Badge")).to_be_visible()
    assert time.monotonic() - began < A_MINUTE


def _type(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=False).first.fill(text)
