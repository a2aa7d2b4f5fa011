"""A second step in a real browser: a passkey is made, and signs in by itself."""

from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from eventapp import config
from eventapp.accounts import passwords
from eventapp.accounts.factors import Authenticator, Passkey
from eventapp.accounts.models import AccountSession
from eventapp.accounts.vocabulary import Means
from eventapp.kernel.db import db
from tests.builders import make_account
from tests.journeys.desk import served, watched
from tests.journeys.test_accessible import fault

PASSWORD = "correct horse battery"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def anna(app: Flask, browser: Browser) -> Iterator[Page]:
    """An organiser with a laptop that can hold passkeys."""
    make_account(address="anna@host.example", password_hash=passwords.hashed(PASSWORD))
    db.session.commit()
    db.session.remove()
    problems: list[str] = []
    before = config.current()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    with served(app) as address, context:
        named = address.replace("127.0.0.1", "localhost")
        config.use(replace(before, address=named))
        page = watched(context, problems)
        context.set_default_timeout(10_000)
        page.goto(f"{named}/account/sign-in")
        yield page
        config.use(before)
    assert problems == []


def give_password(page: Page) -> None:
    page.get_by_label("E-mail").fill("anna@host.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_laptop_proves_its_bearer_and_a_phone_shows_codes(anna: Page) -> None:
    devices = anna.context.new_cdp_session(anna)
    give_password(anna)
    expect(anna.get_by_role("heading", level=1)).to_have_text("Weeks")
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    anna.goto(anna.url.partition("/organise")[0] + "/account/factors/")
    anna.get_by_role("link", name="Add a passkey").click()
    anna.get_by_label("Name of the device").fill("Laptop of the office")
    assert fault(anna) == []
    anna.get_by_role("button", name="Make the passkey").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    expect(anna.get_by_role("main").locator("code")).to_have_count(10)
    anna.get_by_role("link", name="I have kept them").click()
    expect(anna.get_by_role("strong").first).to_have_text("Laptop of the office")

    anna.get_by_role("link", name="Add an app").click()
    anna.get_by_label("Name of the phone or app").fill("My phone")
    anna.get_by_role("button", name="Continue").click()
    key = anna.get_by_label("Key").input_value().replace(" ", "")
    assert fault(anna) == []
    anna.get_by_label("Code that the app shows").fill(pyotp.TOTP(key).now())
    anna.get_by_role("button", name="Check the code").click()
    expect(anna.get_by_role("strong").last).to_have_text("My phone")
    assert fault(anna) == []

    home = anna.url.partition("/account")[0]
    anna.context.clear_cookies()
    anna.goto(f"{home}/account/sign-in")  # offered beside the address, and chosen
    expect(anna.get_by_role("heading", level=1)).to_have_text("Weeks")

    anna.context.clear_cookies()
    present = {"authenticatorId": device["authenticatorId"], "enabled": False}
    devices.send("WebAuthn.setAutomaticPresenceSimulation", present)
    anna.goto(f"{home}/account/sign-in")
    give_password(anna)
    expect(anna.get_by_role("heading", level=1)).to_have_text("Second step")
    assert fault(anna) == []
    devices.send("WebAuthn.setAutomaticPresenceSimulation", present | {"enabled": True})
    anna.get_by_role("button", name="Use a passkey").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Weeks")

    means = set(db.session.scalars(select(AccountSession.means)))
    assert means == {Means.PASSWORD, Means.PASSKEY}
    assert db.session.scalars(select(Passkey.uses)).one() >= 2
    assert db.session.scalars(select(Authenticator.confirmed_at)).one()
