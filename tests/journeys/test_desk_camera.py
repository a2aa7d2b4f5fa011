"""The desk's camera in a real browser: hard codes, two at once, a dead decoder."""

import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserType, Route, ViewportSize, expect

from eventapp.badges.service import code_of, issue
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.kernel.qr import Level
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.conftest import Client
from tests.journeys.desk import DeskPage, Door, at_desk, served, signed_in
from tests.journeys.pictures import Look, film, picture

PHONE: ViewportSize = {"width": 390, "height": 844}
BLANK = picture([])
HARD = {
    "plain": Look(),
    "for print": Look(level=Level.PRINT),
    "inverted": Look(is_inverted=True),
    "mirrored": Look(is_mirrored=True),
    "turned": Look(turn=37),
    "upside down": Look(turn=184),
    "tilted": Look(tilt=45),
    "tilted, turned": Look(tilt=35, turn=-20),
    "dim": Look(light=60, dark=35),
    "very dim": Look(light=50, dark=40),
    "blurred": Look(blur=2, module=5),
    "blurred more": Look(blur=3),
    "small": Look(module=2),
    "small, inverted": Look(module=2.3, is_inverted=True),
    "very small": Look(module=1.8),
    "small, blurred": Look(module=3, blur=1),
    "small, dim, tilted": Look(module=3, tilt=30, light=90, dark=45),
    "at the edge": Look(module=4, off=(200, 120), turn=5),
}

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def door(app: Flask, client: Client) -> Iterator[Door]:
    """A desk on duty, and two guests with badges."""
    week = make_week()
    people = [make_registration(week, name=PersonName(f"Guest {n}")) for n in range(2)]
    make_event(week, signup=SignUp.EVERYONE)
    make_desk(week)
    badges = [str(code_of(issue(person))) for person in people]
    db.session.commit()
    session = signed_in(client)
    with served(app) as address:
        yield Door(address, session, badges)


@pytest.fixture
def launch(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], door: Door
) -> Any:
    """Open the desk on a phone whose camera shows a film."""

    @contextmanager
    def launched(seen: Path) -> Iterator[DeskPage]:
        known = dict(browser_type_launch_args)
        arguments = [
            *known.pop("args", []),
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        ]
        with browser_type.launch(**known, args=arguments) as browser:
            context = browser.new_context(viewport=PHONE, service_workers="block")
            with at_desk(context, door) as desk:
                yield desk

    return launched


def test_hard_codes_are_read_within_a_second(
    launch: Any, door: Door, tmp_path: Path
) -> None:
    code = door.badges[0]
    pictures = {name: picture([(code, look)]) for name, look in HARD.items()}

    with launch(film(tmp_path / "film.y4m", [(BLANK, 1)])) as desk:
        read = desk.page.evaluate(
            READ_ALL,
            {name: b64encode(shades).decode() for name, shades in pictures.items()},
        )

    assert read == dict.fromkeys(HARD, code)


def test_a_badge_is_admitted_soon_after_the_start(
    launch: Any, door: Door, tmp_path: Path
) -> None:
    """Its neighbour in the picture as well; none goes by unseen, each counts once."""
    both = picture(
        [
            (door.badges[0], Look(off=(-40, 0), module=5)),
            (door.badges[1], Look(off=(170, 0), module=5)),
        ]
    )

    with launch(film(tmp_path / "film.y4m", [(both, 1)])) as desk:
        desk.page.wait_for_timeout(700)  # the decoder gets ready while nobody waits
        desk.page.get_by_role("button", name="Start duty").click()
        begun = time.monotonic()
        expect(desk.dialog).to_be_visible()
        seconds = time.monotonic() - begun

        expect(desk.dialog).to_contain_text("Before: Guest 0 · Welcome")
        expect(desk.dialog).to_contain_text("Guest 1")
        alert = desk.dialog.get_by_role("alert")
        expect(alert).to_contain_text("Welcome. Guest 1.")
        desk.page.wait_for_timeout(1200)
        expect(desk.last_scans).to_have_count(2)
        assert seconds < 3  # one on a quiet machine: half of it is the camera


def test_a_small_code_is_looked_at_closer_and_a_decoder_that_dies_is_hired_anew(
    launch: Any, door: Door, tmp_path: Path
) -> None:
    far = Look(module=1.8, turn=8, off=(200, 90))
    seen = film(
        tmp_path / "film.y4m",
        [(picture([(door.badges[0], far)], 1280, 720), 1)],
        1280,
        720,
    )
    refused: list[str] = []

    def die_once(route: Route) -> None:
        refused.append(route.request.url)
        if len(refused) == 1:
            route.abort()
        else:
            route.continue_()

    with launch(seen) as desk:
        page = desk.page
        page.route("**/zxing-wasm/reader/index.js", die_once)
        page.reload()
        page.get_by_role("button", name="Start duty").click()

        expect(desk.verdict).to_have_text("Welcome", timeout=8000)
        size = page.locator("video").evaluate("video => video.videoWidth")
        assert (size, len(refused)) == (1280, 2)

        page.unroute("**/zxing-wasm/reader/index.js")
        page.route("**/zxing-wasm/reader/index.js", lambda route: route.abort())
        page.reload()
        page.get_by_role("button", name="Start duty").click()
        expect(page.get_by_text("The code reader stopped twice.")).to_be_visible()
        expect(page.get_by_role("button", name="Start duty")).to_be_visible()


READ_ALL = """async (pictures) => {
    const { decoder, library, wasm } = document.getElementById("desk").dataset;
    const worker = new Worker(decoder, { type: "module" });
    const answer = () => new Promise((done) => {
        worker.onmessage = ({ data }) => done(data);
    });
    const absolute = (address) => new URL(address, location.href).href;
    worker.postMessage({ library: absolute(library), wasm: absolute(wasm) });
    const read = {};
    for (const [name, shades] of Object.entries(pictures)) {
        const grey = Uint8Array.from(atob(shades), (sign) => sign.charCodeAt(0));
        let text = null, tries = 0;
        while (text === null && tries < 10) { // in one second
            const pixels = new Uint8ClampedArray(grey.length * 4).fill(255);
            grey.forEach((shade, here) => pixels.fill(shade, 4 * here, 4 * here + 3));
            worker.postMessage({ pixels: pixels.buffer, width: 640, height: 480 });
            const { codes } = await answer();
            tries += 1;
            text = codes[0]?.text ?? null;
        }
        read[name] = text;
    }
    return read;
}"""
