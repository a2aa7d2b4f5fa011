"""Every sort of page, looked at by axe (WCAG 2.2 A and AA), and at 320 pixels."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.site import Site

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WEEK = "/weeks/gpw2024"
OFFICE = "/organise/gpw2024"
PARTNER = (  # two events and several things that are wrong with them
    b"BEGIN:VCALENDAR\nX-WR-CALNAME:Partner\nBEGIN:VEVENT\nSUMMARY:Talk\n"
    b"DTSTART:20240328T090000\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nSUMMARY:\xe5\xbc\x80\n"
    b"DTSTART;TZID=Nowhere:20240328T090000\nEND:VEVENT\nEND:VCALENDAR\nmore\n"
)
PUBLIC = [
    "/",
    f"{WEEK}/",
    f"{WEEK}/programme",
    f"{WEEK}/programme?view=rooms&day=2024-03-28",
    f"{WEEK}/programme?q=nobody",
    f"{WEEK}/changes",
    f"{WEEK}/starred",
    f"{WEEK}/institutions",
    f"{WEEK}/calendar",
    f"{WEEK}/screen",
    f"{WEEK}/register",
    "/me/",
    "/account/sign-in",
    "/nowhere",
]
OF_THE_OFFICE = [
    "/organise/",
    "/organise/new",
    f"{OFFICE}/",
    f"{OFFICE}/registrations",
    f"{OFFICE}/deeds",
    f"{OFFICE}/tags",
    f"{OFFICE}/delegations",
    f"{OFFICE}/delegations/new",
    f"{OFFICE}/plan",
    f"{OFFICE}/plan?view=list",
    f"{OFFICE}/events",
    f"{OFFICE}/events/new",
    f"{OFFICE}/people",
    f"{OFFICE}/texts?show=all",
    f"{OFFICE}/venues",
    f"{OFFICE}/venues/new",
    f"{OFFICE}/screens",
    f"{OFFICE}/venues/walks",
    f"{OFFICE}/releases",
    f"{OFFICE}/clashes",
    f"{OFFICE}/desks",
    f"{OFFICE}/badges",
    f"{OFFICE}/badges/design",
    "/desk/weeks/gpw2024/board",
    "/desk/weeks/gpw2024/conflicts",
    "/desk/weeks/gpw2024/devices/new",
    f"{OFFICE}/coaches/",
    f"{OFFICE}/outbox",
    f"{OFFICE}/exchange/calendars",
    f"{OFFICE}/calendars",
    f"{OFFICE}/journal",
    f"{OFFICE}/mail-texts/registration.confirmed/en",
    f"{OFFICE}/reports/",
    f"{OFFICE}/staff",
    f"{OFFICE}/jobs",
    f"{OFFICE}/settings",
    f"{OFFICE}/form",
    f"{OFFICE}/form/answers",
    f"{OFFICE}/form/preview?kind=expert",
    f"{OFFICE}/form/usual",
    f"{OFFICE}/invitations",
    f"{OFFICE}/letters",
    f"{OFFICE}/letters/settings",
    "/organise/institutions",
    "/organise/people",
    "/organise/people/new",
    "/organise/accounts",
    "/account/",
    "/desk/",
    "/desk/coaches/",
]
SIGHTS: list[tuple[ViewportSize, Any, str]] = [
    ({"width": 390, "height": 844}, "light", "en-GB"),
    ({"width": 1280, "height": 800}, "dark", "zh-CN"),
]

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(params=SIGHTS, ids=["phone-light-en", "computer-dark-zh"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[Page]:
    viewport, colours, language = request.param
    context = browser.new_context(
        base_url=site.address, viewport=viewport, color_scheme=colours, locale=language
    )
    yield context.new_page()
    context.close()


def test_public_pages_have_no_fault(visitor: Page) -> None:
    assert faults(visitor, PUBLIC) == {}


def test_a_form_with_errors_has_no_fault(visitor: Page) -> None:
    visitor.goto(f"{WEEK}/register")
    visitor.locator("main form button").last.click()
    visitor.wait_for_selector("[aria-invalid=true]")

    assert fault(visitor) == []


def test_the_office_has_no_fault(visitor: Page, site: Site) -> None:
    address, password = site.sign_ins["administrator"]
    visitor.goto("/account/sign-in")
    visitor.locator("[name=address]").fill(address)
    visitor.locator("[name=password]").fill(password)
    visitor.locator("main form button").last.click()
    visitor.wait_for_url("**/organise/")

    visitor.goto(f"{OFFICE}/events")
    event = re.compile(rf"{OFFICE}/events/[0-9a-f-]{{36}}")
    addresses = event.findall(visitor.content())
    run = [f"{addresses[0]}/run", f"{addresses[0]}/run/live"]

    visitor.goto(f"{OFFICE}/exchange/calendars")
    visitor.locator("[type=file]").set_input_files(
        {"name": "a.ics", "mimeType": "text/calendar", "buffer": PARTNER}
    )
    visitor.locator("main form[enctype] button").click()
    visitor.wait_for_url("**/calendar")
    calendar = visitor.url

    assert faults(visitor, [*OF_THE_OFFICE, *run, calendar]) == {}


def test_nothing_is_wider_than_a_narrow_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    wide = {}
    for address in PUBLIC:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[address] = width
    context.close()

    assert wide == {}


def faults(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong on each page, in the words of axe and of the browser."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: _hear(message, said))
    found = {}
    for address in addresses:
        said.clear()
        page.goto(address)
        if wrong := [*fault(page), *said]:
            found[address] = wrong
    return found


def fault(page: Page) -> list[str]:
    """What axe finds on the page that is open."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}},
    }
    result = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


def _hear(message: Any, said: list[str]) -> None:
    if message.type == "error" and "404" not in message.text:
        said.append(message.text)
