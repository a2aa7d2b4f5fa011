"""The programme grid with 300 events in Chromium: what a frame of dragging costs.

`python -m benchmarks.planner`: the demonstration week, whose board is replaced by one
of 300 cards (70 on the day that is open, 12 rooms); one card is drawn over the board
for six seconds, by a mouse that never rests. Prints frames, layouts and script time.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from tests.journeys.site import Site, running_site

CARDS, ON_THE_DAY, ROOMS, MOVES = 300, 70, 12, 360
DAYS = ("2024-03-27", "2024-03-28", "2024-03-29", "2024-03-30", "2024-04-01")
FRAMES = """() => {
    window.frames60 = [];
    let before = performance.now();
    const note = (now) => {
        window.frames60.push(now - before);
        before = now;
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
}"""


def main() -> None:
    """Serve the week, drag in it, print what that cost."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        running_site(Path(name) / "data", None) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(
            base_url=site.address, viewport={"width": 1280, "height": 900}
        )
        open_board(page, site)
        print(json.dumps(drag(page), indent=2))
        browser.close()


def open_board(page: Page, site: Site) -> None:
    """Sign in, and open the day with the planted cards."""
    address, password = site.sign_ins["organiser"]
    page.goto("/account/sign-in")
    page.locator("[name=address]").fill(address)
    page.locator("[name=password]").fill(password)
    page.locator("main form button").last.click()
    page.wait_for_url("**/organise/")
    page.route("**/plan/board", answer)
    page.goto(f"/organise/gpw2024/plan?day={DAYS[0]}")
    page.wait_for_selector("#planner[data-ready]")


def answer(route: Route) -> None:
    """A board of 300 cards instead of the server's."""
    board = {
        "revision": 1,
        "tag": "1-en",
        "cards": list(cards()),
        "clashes": [
            {"level": "doubtful", "events": [key(n), key(n + 1)], "sentence": "Both."}
            for n in range(0, CARDS, 3)
        ],
        "changes": 12,
        "persons": {},
        "rooms": [
            {
                "id": f"room{number}",
                "name": f"Room {number}",
                "language": "en",
                "capacity": 40,
                "opens": 480,
                "closes": 1320,
            }
            for number in range(ROOMS)
        ],
    }
    route.fulfill(json=board)


def cards() -> Iterator[dict[str, Any]]:
    """Seventy events on the first day, the others after them."""
    for number in range(CARDS):
        day = 0 if number < ON_THE_DAY else 1 + number % (len(DAYS) - 1)
        yield {
            "id": key(number),
            "version": 1,
            "title": f"Round table on joint programmes {number}",
            "language": "en",
            "kind": "Round table",
            "track": ("blue", "green", "purple", "orange")[number % 4],
            "day": DAYS[day],
            "starts": 480 + number // ROOMS % 6 * 130,
            "minutes": 90,
            "venue": f"room{number % ROOMS}",
            "parent": "",
            "capacity": 30,
            "state": ("", "new", "changed", "held")[number % 4],
            "is_public": False,
            "by": "",
            "people": [f"person{number % 90}", f"person{number % 70}"],
        }


def drag(page: Page) -> dict[str, Any]:
    """Draw one card about, and count frames, layouts and milliseconds."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("Performance.enable")
    title = page.locator(".column:nth-of-type(2) .card-title").first
    title.scroll_into_view_if_needed()
    box = title.bounding_box()
    board = page.locator(".board").bounding_box()
    assert box is not None
    assert board is not None
    page.mouse.move(box["x"] + 10, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 30, steps=5)
    page.wait_for_selector(".ghost")
    page.evaluate(FRAMES)
    before = metrics(protocol)
    for number in range(MOVES):
        x = board["x"] + 120 + number * 7 % (board["width"] - 240)
        y = board["y"] + 110 + number * 3 % (board["height"] - 220)
        page.mouse.move(x, y)
    after = metrics(protocol)
    frames = sorted(page.evaluate("window.frames60"))
    page.keyboard.press("Escape")
    page.mouse.up()
    count = len(frames)
    spent = {name: after[name] - before[name] for name in after}
    return {
        "frames": count,
        "frame ms p50": round(median(frames), 1),
        "frame ms p99": round(frames[int(count * 0.99)], 1),
        "frame ms most": round(frames[-1], 1),
        "script ms a frame": round(spent["ScriptDuration"] * 1000 / count, 2),
        "layout ms a frame": round(spent["LayoutDuration"] * 1000 / count, 2),
        "style ms a frame": round(spent["RecalcStyleDuration"] * 1000 / count, 2),
        "layouts a frame": round(spent["LayoutCount"] / count, 2),
    }


def metrics(protocol: Any) -> dict[str, float]:  # noqa: ANN401 - Playwright's session
    """What the browser has counted since the page was opened."""
    told = protocol.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in told}


def key(number: int) -> str:
    """The key of a planted card."""
    return f"00000000-0000-4000-8000-{number % CARDS:012}"


if __name__ == "__main__":
    main()
