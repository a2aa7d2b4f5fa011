"""From a phone to the desk, the calendar and the office, with the plug pulled."""

import re
import urllib.request
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, expect

from eventapp.demo.doors import CAME
from eventapp.kernel.qr import Level
from tests.badges.decoding import decoded, modules_of
from tests.journeys.desk import DeskPage
from tests.journeys.site import READING, Site

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = "/weeks/gpw2024"
FAIR = "Study abroad fair"
DELEGATE = "ana.silva@coimbra.example"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(**PHONE, base_url=site.address)
    yield _watched(context)
    context.close()


@pytest.fixture
def computer(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=site.address
    )
    yield _watched(context)
    context.close()


def test_a_delegate_registers_is_admitted_and_keeps_her_agenda(
    site: Site, phone: Page, computer: Page
) -> None:
    register(site, phone)
    agenda = agenda_address(phone)
    assert opening_hours(agenda) == {
        "Opening ceremony": "2024-03-27 09:00",
        FAIR: "2024-03-28 10:00",
        "Waiting list: Campus tour": "2024-03-29 10:00",
    }

    code = badge_code(phone)
    admit(site, computer, code)
    move_the_fair(site, computer)

    assert opening_hours(agenda)[FAIR] == "2024-03-28 11:00"
    moved = site.mailbox.text_to(DELEGATE, FAIR, "11:00")
    assert "has changed" in moved

    site.kill()
    site.start()

    phone.goto("/me/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("You are registered")
    assert badge_code(phone) == code
    assert opening_hours(agenda)[FAIR] == "2024-03-28 11:00"


def register(site: Site, phone: Page) -> None:
    """Register on a phone, with the code from a real mail."""
    phone.goto(f"{WEEK}/")
    phone.get_by_role("main").get_by_role("link", name="Register").first.click()
    phone.get_by_label("E-mail").fill(DELEGATE)
    phone.wait_for_timeout(READING)
    phone.get_by_role("button", name="Send me a code").click()
    mail = site.mailbox.text_to(DELEGATE, "Your code is")
    digits = re.search(r"\b(\d{6})\b", mail)
    assert digits is not None
    phone.get_by_label(re.compile("code", re.IGNORECASE)).fill(digits[1])
    phone.get_by_role("button", name="Confirm my address").click()

    phone.get_by_label("Name as in your passport").fill("Ana Silva")
    save(phone)
    phone.get_by_label("Country or region").select_option(label="Poland")
    phone.get_by_label("Institution").fill("Opole")
    phone.get_by_text("Opole University of Technology").first.click()
    phone.get_by_label("Delegate", exact=True).check()
    save(phone)
    phone.get_by_label("No", exact=True).check()  # no letter; the days may follow
    save(phone)
    phone.get_by_label(FAIR).check()
    phone.get_by_label(re.compile("^Campus tour")).check()
    save(phone)
    phone.get_by_label("What do you eat?").select_option(label="Vegetarian")
    phone.get_by_label(re.compile("^You may use what I said")).check()
    save(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your visit")
    save(phone)
    expect(phone.get_by_role("main")).to_contain_text("Ana Silva")
    phone.get_by_label(re.compile("I agree")).check()
    phone.get_by_role("button", name="Register").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("You are registered")
    text = site.mailbox.text_to(DELEGATE, "You are registered", FAIR)
    assert "Campus tour" in text
    assert "waiting list" in text


def agenda_address(phone: Page) -> str:
    """The private address of the calendar, which is shown to who subscribes."""
    home = phone.url
    phone.get_by_role("link", name="My calendar").click()
    phone.get_by_role("button", name="Subscribe to my events").click()
    shown = phone.get_by_label("Calendar address").input_value()
    phone.goto(home)
    return shown


def opening_hours(address: str) -> dict[str, str]:
    """When each event begins in Shanghai, as a calendar client reads it."""
    with urllib.request.urlopen(address) as answer:
        calendar = Calendar.from_ical(answer.read())
    return {
        str(event["SUMMARY"]): f"{event.decoded('DTSTART').astimezone(SHANGHAI):%F %R}"
        for event in calendar.walk("VEVENT")
    }


def badge_code(phone: Page) -> str:
    """What a scanner reads from the code on the phone."""
    picture = phone.locator("img[src*='badge.svg']").first
    answer = phone.request.get(str(picture.get_attribute("src")))
    return decoded(modules_of(answer.text()), Level.SCREEN)


def admit(site: Site, computer: Page, code: str) -> None:
    """A steward scans the badge at the hall door, twice."""
    sign_in(site, computer, "steward")
    hall = computer.get_by_role("listitem").filter(has_text="Hall door")
    hall.get_by_role("button", name=re.compile("Open the desk")).click()
    desk = DeskPage(computer, [code])
    desk.expect_count(CAME)
    expect(computer.get_by_role("button", name="Start duty")).to_be_visible()
    desk.scan(code)
    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.dialog).to_contain_text("Ana Silva")
    expect(desk.dialog).to_contain_text("Opole University of Technology")
    desk.expect_count(CAME + 1)
    desk.scan(code)
    expect(desk.verdict).to_contain_text("Already")
    desk.next_button.click()


def move_the_fair(site: Site, computer: Page) -> None:
    """The office moves an event by an hour, and sees the arrival."""
    computer.context.clear_cookies()
    sign_in(site, computer, "organiser")
    computer.goto("/organise/gpw2024/")
    expect(computer.get_by_role("main")).to_contain_text("Opening ceremony")
    computer.goto("/organise/gpw2024/events")
    computer.get_by_role("link", name=FAIR).first.click()
    computer.get_by_label(re.compile("^(Start|Begins)")).fill("11:00")
    computer.get_by_label(re.compile("^(End|Ends)")).fill("15:30")
    computer.get_by_role("button", name=re.compile("^Save and publish")).first.click()
    expect(computer.get_by_role("main")).to_contain_text("10:00–15:00")
    computer.get_by_role("button", name="Publish what is ticked").click()
    expect(computer.get_by_role("main")).to_contain_text("Release 2 is published")
    expect(computer.get_by_role("main")).to_contain_text("104 people were told")


def sign_in(site: Site, page: Page, role: str) -> None:
    """Sign in with the words that the start of the site has printed."""
    address, password = site.sign_ins[role]
    page.goto("/account/sign-in")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("sign-in"))


def save(page: Page) -> None:
    """Save this step, and see the next one."""
    here = page.url
    page.get_by_role("button", name="Save and continue").click()
    expect(page).not_to_have_url(here)


def _watched(context: BrowserContext) -> Page:
    """A page on which an error in the console fails the test."""
    page = context.new_page()
    page.on("pageerror", _fail)
    return page


def _fail(error: Exception) -> None:
    raise AssertionError(str(error))
