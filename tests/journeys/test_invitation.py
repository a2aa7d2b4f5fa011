"""Invited by mail, registered on a phone: the office, the mailbox, the guest."""

import re

from playwright.sync_api import Browser, expect

from tests.journeys.site import Site
from tests.journeys.test_registration import PHONE, sideways

OFFICE = "/organise/gpw2024/invitations"
GUEST = "zofia@guest.example"


def test_a_guest_is_invited_accepts_on_a_phone_and_finds_her_name(
    browser: Browser, site: Site
) -> None:
    office = browser.new_context(base_url=site.address)
    desk = office.new_page()
    address, password = site.sign_ins["organiser"]
    desk.goto(f"/account/sign-in?next={OFFICE}/new")
    desk.get_by_label("E-mail").fill(address)
    desk.get_by_label("Password").fill(password)
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_label("Name in Latin letters").fill("Zofia Mazur")
    desk.get_by_label("E-mail", exact=False).first.fill(GUEST)
    desk.get_by_label("Only this e-mail address may use it").check()
    desk.get_by_role("button", name="Prepare the invitation").click()
    desk.get_by_role("button", name="Send it now").click()
    expect(desk.get_by_text("1 invitation is in the outbox.")).to_be_visible()

    letter = site.mailbox.text_to(GUEST, "See the invitation")
    link = re.search(r"http\S+/invitation/[\w-]{22}", letter)
    assert link is not None
    context = browser.new_context(**PHONE, base_url=site.address)
    phone = context.new_page()
    phone.goto(link[0])
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Open my invitation").click()
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Accept and register").click()
    digits = re.search(r"\b(\d{6})\b", site.mailbox.text_to(GUEST, "Your code is"))
    assert digits is not None
    phone.get_by_label("Code", exact=True).fill(digits[1])
    phone.get_by_role("button", name="Confirm my address").click()

    expect(phone.get_by_label("Name as in your passport")).to_have_value("Zofia Mazur")
    desk.reload()
    expect(desk.get_by_role("link", name="Zofia Mazur")).to_be_visible()
    context.close()
    office.close()
