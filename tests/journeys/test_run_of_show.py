"""A ceremony led from a phone, through a server that goes away; and a race."""

import re
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.queries import week_by_slug
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.models import Cue
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.service import linking
from tests.builders import make_account, make_event, make_person
from tests.conftest import DATABASES
from tests.journeys.person import Person, own_site
from tests.journeys.site import Site
from tests.journeys.test_two_processes import beside
from tests.run_of_show.ceremony import cue, make_run

PRESSING = 8
NEWS = 10_000  # milliseconds: the page asks every three seconds


@pytest.fixture(params=DATABASES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site which may be killed."""
    with own_site(tmp_path / "data", request.param) as site:
        yield site


def test_a_presider_leads_from_a_phone(stage: Site, browser: Browser) -> None:
    address = ceremony(stage, late=timedelta(minutes=4, seconds=10))
    context = browser.new_context(
        base_url=stage.address,
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
        locale="en-GB",
    )
    said: list[str] = []
    page, other = context.new_page(), context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    other.goto(address)
    expect(page.get_by_text("4 minutes late")).to_be_visible()

    press(page, "Start the ceremony")
    now = page.locator(".run-now")
    expect(now).to_contain_text("Welcome")
    for words in ("姚莉", "Yao Li", "Director", "处长"):
        expect(now).to_contain_text(words)
    expect(page.locator(".run-left")).to_have_text(re.compile(r"^9:5\d left$"))
    expect(other.locator(".run-now")).to_contain_text("Welcome", timeout=NEWS)

    stage.kill()
    lost = page.locator("[data-run-lost]")
    expect(lost).to_contain_text("This is what was last known.", timeout=NEWS)
    expect(now).to_contain_text("Welcome")
    press(page, "Next cue")
    expect(page.get_by_text("Not sent. Press again")).to_be_visible(timeout=NEWS)

    stage.start()
    expect(lost).to_be_hidden(timeout=NEWS)
    press(page, "Next cue")
    expect(now).to_contain_text("Speech")
    expect(page.get_by_role("button", name="End the ceremony")).to_be_visible()
    expect(other.locator(".run-now")).to_contain_text("Speech", timeout=NEWS)

    press(page, "Back one")
    expect(now).to_contain_text("Welcome")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []
    context.close()


def test_of_many_presses_at_once_one_counts(stage: Site) -> None:
    address = ceremony(stage)
    people = [Person(stage.address) for _ in range(PRESSING)]
    for person in people:
        assert person.ask("GET", address) == 200, person.page
    statuses = rush(people, f"{address}/press")

    with beside(stage):
        begun = db.session.scalars(select(Cue).where(Cue.began_at.is_not(None)))
        names = [str(row.what) for row in begun]

    assert statuses == Counter({302: PRESSING})
    assert names == ["Welcome"]


def ceremony(site: Site, *, late: timedelta = timedelta()) -> str:
    """A ceremony that should have begun so long ago; the presider's address."""
    with urllib.request.urlopen(f"{site.address}/", timeout=30) as answer:
        found = re.search(r'data-now="([^"]+)"', answer.read().decode())
    assert found is not None
    begins = datetime.fromisoformat(found[1]) - late
    with beside(site):
        week = week_by_slug("gpw2024")
        assert week is not None
        office = Localised({"en": "Director", "zh-Hans": "处长"})
        yao = make_person("Yao Li", "姚莉", office=office)
        event = make_event(week, "Rehearsal", starts_at=begins)
        welcome = cue("Welcome", "致辞", cast=(Cast(yao.id, Part.PRESIDER),))
        run = make_run(welcome, "Speech", event=event)
        linking.open_link(run, may_press=True, by=make_account())
        token = linking.link_token(run)
        db.session.commit()
    return f"/run/{token}"


def press(page: Page, name: str) -> None:
    """Press once the page has stood still for a moment, as a person does."""
    page.wait_for_timeout(1200)
    page.get_by_role("button", name=name).click()


def rush(people: list[Person], address: str) -> Counter[int]:
    """Everybody presses at once; how they were answered."""
    barrier = Barrier(len(people))
    statuses: list[int] = []

    def send(person: Person) -> None:
        barrier.wait()
        kind = "application/x-www-form-urlencoded"
        body = f"csrf_token={person.token}&do=next&seen=before"
        statuses.append(person.ask("POST", address, body, Content_Type=kind))

    threads = [Thread(target=send, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(statuses)
