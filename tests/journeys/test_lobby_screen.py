"""The lobby screen: hours without a reload, a server that goes and comes back."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Route, expect

from tests.journeys.site import Site

SCREEN = "/weeks/gpw2024/screen"
PART = "**/screen/part*"
PATIENCE = 60_000  # milliseconds
POLLS = 200


@pytest.fixture
def lobby(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": 1920, "height": 1080},
        timezone_id="America/Lima",  # nobody has set the device's zone
    )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def test_a_restart_of_the_server_is_told_and_survived(lobby: Page, site: Site) -> None:
    lobby.goto(SCREEN)
    lobby.evaluate("window.isTheSame = true")
    hurry(lobby)
    lost = lobby.locator("[data-lost]")
    expect(lost).to_be_hidden()

    site.stop()
    expect(lost).to_be_visible(timeout=PATIENCE)
    told = lost.inner_text()
    site.start()

    expect(lost).to_be_hidden(timeout=PATIENCE)
    assert re.search(r"No connection since \d\d:\d\d\. You see what was known", told)
    assert "连接" in told
    assert lobby.evaluate("window.isTheSame")


def test_a_new_build_reloads_the_screen_once(lobby: Page) -> None:
    asked: list[Route] = []
    lobby.route(PART, lambda route: ask_anew(route, asked))
    lobby.goto(SCREEN)

    with lobby.expect_event("load", timeout=PATIENCE):
        make_old(lobby)
    assert not lobby.evaluate("window.isOld")
    make_old(lobby)
    wait_for(lobby, asked, len(asked) + 5)

    assert lobby.evaluate("window.isOld")


def test_two_hundred_polls_leave_the_memory_as_it_was(lobby: Page) -> None:
    polls: list[Route] = []
    lobby.route(PART, lambda route: ask_anew(route, polls))
    lobby.goto(SCREEN)
    memory = lobby.context.new_cdp_session(lobby)
    hurry(lobby, 0.02)
    wait_for(lobby, polls, 20)
    nodes, heap = measured(lobby, memory)

    hurry(lobby, 0.02)
    wait_for(lobby, polls, POLLS)

    nodes_later, heap_later = measured(lobby, memory)
    assert nodes_later <= nodes * 1.02
    assert heap_later <= heap * 1.1


def test_a_screen_that_is_cut_off_goes_on_over_midnight(lobby: Page) -> None:
    lobby.route(PART, lambda route: route.abort())
    lobby.clock.install(time=datetime(2031, 5, 6, 7, 8))  # noqa: DTZ001 - a wrong clock
    lobby.goto(SCREEN)
    began = lobby.locator("[data-clock]").inner_text()
    day = lobby.locator("[data-date]").inner_text()

    lobby.clock.fast_forward("24:45:00")
    lobby.clock.run_for(2000)

    now = lobby.locator(".wall-now")
    assert began.startswith(("08:", "09:"))
    assert day == "Wednesday 27 March\n3月27日星期三"
    assert "Thursday 28 March" in lobby.locator("[data-date]").inner_text()
    assert "Program day" in now.inner_text()
    assert "Opening ceremony" not in now.inner_text()
    assert "Wed" in lobby.locator("[data-lost]").inner_text()


@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160)]
)
def test_nothing_is_cut_on_a_display(lobby: Page, width: int, height: int) -> None:
    lobby.set_viewport_size({"width": width, "height": height})
    lobby.goto(f"{SCREEN}?days=6")
    lobby.wait_for_timeout(300)

    assert cut(lobby) == []
    rolls = lobby.evaluate(
        """() => [document.documentElement.scrollWidth > innerWidth,
                  document.documentElement.scrollHeight > innerHeight]"""
    )
    assert rolls == [False, False]

    lobby.route(PART, lambda route: route.abort())
    hurry(lobby)
    expect(lobby.locator("[data-lost]")).to_be_visible(timeout=PATIENCE)
    assert cut(lobby) == []


def cut(lobby: Page) -> list[str]:
    """The cards that lack their lower edge."""
    found: list[str] = lobby.evaluate(
        """() => [...document.querySelectorAll('[data-cards]')].flatMap((list) => {
            const box = list.getBoundingClientRect();
            return [...list.children].filter((card) => !card.hidden
                && card.getBoundingClientRect().bottom > box.bottom + 0.2)
                .map((card) => card.innerText);
        })"""
    )
    return found


def test_without_a_script_the_page_renews_itself(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()

    page.goto(SCREEN)

    assert page.locator("meta[http-equiv=refresh]").count() == 1
    assert "Opening ceremony" in page.locator("main").inner_text()
    context.close()


def ask_anew(route: Route, asked: list[Route]) -> None:
    """Let the server answer in full, as if the programme had changed."""
    asked.append(route)
    headers = route.request.headers
    headers.pop("if-none-match", None)
    route.continue_(headers=headers)


def make_old(page: Page) -> None:
    """Pretend that this page came with files of an earlier build."""
    page.evaluate(
        """() => {
            window.isOld = true;
            document.querySelector('[data-content]').dataset.build = '/static/old/';
            document.querySelector('[data-wall]').dataset.every = 0.3;
            window.dispatchEvent(new Event('online'));
        }"""
    )


def hurry(page: Page, seconds: float = 0.3) -> None:
    """Ask the server so often from now on."""
    page.evaluate(
        """(seconds) => {
            document.querySelector('[data-wall]').dataset.every = seconds;
            window.dispatchEvent(new Event('online'));
        }""",
        seconds,
    )


def wait_for(page: Page, polls: list[Route], count: int) -> None:
    """Wait until the screen has asked so often."""
    waited = 0
    while len(polls) < count and waited < PATIENCE:
        page.wait_for_timeout(50)
        waited += 50
    assert len(polls) >= count


def measured(page: Page, session: CDPSession) -> tuple[float, float]:
    """How many nodes there are, and how much memory scripts use, while it rests."""
    hurry(page, 600)
    page.wait_for_timeout(500)
    session.send("Performance.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    found = {one["name"]: one["value"] for one in metrics}
    return found["Nodes"], found["JSHeapUsedSize"]
