"""A full event on a phone: wait, get an offer, accept it by the link of the mail."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from eventapp.kernel.db import add, db
from eventapp.kernel.tokens import digest, new_token
from eventapp.mail.models import Message
from eventapp.programme.queries import week_by_slug
from eventapp.programme.vocabulary import WaitingList
from eventapp.registration.models.entering import PrivateLink
from tests.builders import make_event, make_registration
from tests.journeys.site import Site
from tests.journeys.test_two_processes import beside

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
LATER = datetime(2030, 1, 1, tzinfo=UTC)  # for everybody, shifted clocks included


def test_who_waits_accepts_the_place_that_somebody_releases(
    browser: Browser, site: Site
) -> None:
    event, holder, waiter = full_event(site)
    first, second = phone(browser, site), phone(browser, site)

    first.goto(f"{holder}?event={event}")
    first.get_by_role("button", name="Sign up for this event").click()
    expect(first.get_by_text("You have a place: Tea house").first).to_be_visible()
    second.goto(f"{waiter}?event={event}")
    second.get_by_role("button", name="Join the waiting list").click()
    expect(second.get_by_text("Waiting list, place 1")).to_be_visible()
    first.goto(f"{holder}?event={event}")
    first.get_by_role("link", name="Release the place").click()
    first.get_by_role("button", name="Release the place").click()
    expect(first.get_by_text("Released: Tea house").first).to_be_visible()

    second.goto(offered_link(site))
    expect(second.get_by_text("We keep it for you until")).to_be_visible()
    second.get_by_role("button", name="Accept the place").click()
    expect(second.get_by_text("You have a place: Tea house").first).to_be_visible()
    for page in (first, second):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["viewport"]["width"]
        page.context.close()


def phone(browser: Browser, site: Site) -> Page:
    """A phone of its own."""
    return browser.new_context(**PHONE, base_url=site.address).new_page()


def full_event(site: Site) -> tuple[UUID, str, str]:
    """An event of one place, and the links of two delegates."""
    with beside(site):
        week = week_by_slug("gpw2024")
        assert week is not None
        event = make_event(
            week,
            "Tea house",
            capacity=1,
            waiting_list=WaitingList.OFFER,
            starts_at=LATER,
        ).id
        links = []
        for number in (9801, 9802):
            token = new_token()
            add(
                PrivateLink(
                    token_digest=digest(token),
                    created_at=LATER,
                    expires_at=LATER,
                    registration_id=make_registration(week, number=number).id,
                )
            )
            links.append(f"/me/enter/{token}")
        db.session.commit()
    return event, links[0], links[1]


def offered_link(site: Site) -> str:
    """Where the mail of the offer leads, on this site."""
    with beside(site):
        offers = select(Message.text).where(Message.occasion == "place.offered")
        text = db.session.scalars(offers).one()
    link = next(word for word in text.split() if "/me/enter/" in word)
    return link[link.index("/me/enter/") :]
