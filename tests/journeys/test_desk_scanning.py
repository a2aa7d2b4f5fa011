"""Scanning at a desk in a real browser: by hand scanner, by camera, by name."""

import random
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserType,
    Route,
    ViewportSize,
    expect,
)

from eventapp.badges.service import code_of, issue
from eventapp.kernel import codes
from eventapp.kernel.codes import CodeKind, Outcome
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.conftest import Client
from tests.journeys.desk import SECOND, DeskPage, Door, at_desk, film, served, signed_in
from tests.journeys.test_accessible import fault

GUESTS = 8
NATIVE = "王小明"
PHONE: ViewportSize = {"width": 390, "height": 844}

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def badges(app: Flask) -> list[str]:
    """The badges of eight delegates who may enter."""
    assert app
    week = make_week()
    names = [PersonName(f"Guest {number}") for number in range(1, GUESTS)]
    people = [
        make_registration(week),
        *(make_registration(week, name=name) for name in names),
    ]
    make_event(week, signup=SignUp.EVERYONE, capacity=281)
    make_desk(week)
    found = [code_of(issue(person)) for person in people]
    db.session.commit()
    db.session.remove()
    return [code for code in found if code]


@pytest.fixture
def door(app: Flask, client: Client, badges: list[str]) -> Iterator[Door]:
    """The application as a browser finds it, and a steward who has signed in."""
    session = signed_in(client)
    with served(app) as address:
        yield Door(address, session, badges)


@pytest.fixture
def desk(browser: Browser, door: Door) -> Iterator[DeskPage]:
    """A phone at the desk, with a hand scanner, that starts from the network alone."""
    context = browser.new_context(viewport=PHONE, service_workers="block")
    with context, at_desk(context, door) as desk:
        expect(desk.state).to_have_text("Online, all sent")
        yield desk


@pytest.fixture
def desk_without_script(browser: Browser, door: Door) -> Iterator[DeskPage]:
    """The same without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    with context, at_desk(context, door) as desk:
        yield desk


@pytest.fixture
def desk_with_camera(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    door: Door,
    tmp_path: Path,
) -> Iterator[DeskPage]:
    """The same with a camera that sees the first badge for 3 s, then nothing."""
    seen = film(tmp_path / "film.y4m", [(door.badges[0], 3), ("", 2.5)])
    known = dict(browser_type_launch_args)
    arguments = [
        *known.pop("args", []),
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    ]
    with browser_type.launch(**known, args=arguments) as browser:
        context = browser.new_context(viewport=PHONE)
        with at_desk(context, door) as desk:
            yield desk


def test_a_hand_scanner_is_heard_without_focus(desk: DeskPage) -> None:
    desk.scan(desk.badges[0])

    expect(desk.verdict).to_have_text("Welcome")
    desk.expect_count(1)


def test_a_hand_scanner_is_heard_while_somebody_types_a_name(desk: DeskPage) -> None:
    desk.field.press_sequentially("Wang", delay=80)
    desk.page.wait_for_timeout(150)

    desk.scan(desk.badges[0])

    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.field).to_have_value("Wang")


def test_letters_typed_slowly_stay_in_the_field(desk: DeskPage) -> None:
    desk.field.press_sequentially("Pw1a")

    desk.page.wait_for_timeout(1500)

    expect(desk.field).to_have_value("PW1A")
    expect(desk.field).to_be_focused()


def test_enter_of_the_scanner_presses_no_button(desk: DeskPage) -> None:
    desk.scan("4006381333931")
    expect(desk.verdict).to_have_text("Not one of our codes")
    expect(desk.next_button).to_be_focused()

    desk.scan(desk.badges[0])

    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.strip).to_contain_text("Still to see: 1")
    expect(desk.strip.get_by_role("listitem")).to_contain_text("Code not known")


def test_a_scanner_is_understood_on_any_keyboard_layout(desk: DeskPage) -> None:
    french = {"A": "Q", "Q": "A", "W": "Z", "Z": "W", "M": ",", "1": "&", "0": "à"}
    layouts: list[Callable[[str], str]] = [
        lambda sign: french.get(sign, sign),
        lambda sign: {"Y": "Z", "Z": "Y"}.get(sign, sign),
        str.lower,  # Caps Lock
        lambda _: "Process",  # an input method, pinyin
        lambda sign: chr(ord(sign) + 0x3D0) if sign.isalpha() else sign,  # Cyrillic
        lambda sign: chr(ord(sign) + 0x350) if sign.isalpha() else sign,  # Greek
        lambda sign: chr(ord(sign) + 0x630) if sign.isdigit() else sign,  # Arabic
    ]

    for badge, shown in zip(desk.badges, layouts, strict=False):
        desk.scan(badge, shown=shown)

    expect(desk.last_scans).to_have_count(len(layouts))
    expect(desk.last_scans).to_contain_text(["Admitted"] * len(layouts))
    desk.expect_count(len(layouts))


def test_a_scanner_is_heard_whatever_has_the_focus(desk: DeskPage) -> None:
    page = desk.page
    page.get_by_text("Settings").click()
    patience = page.get_by_label("After an admission, go on")
    patience.select_option("5000")
    places = {
        "button": page.get_by_role("button", name="Start duty"),
        "select": patience,
        "details": page.locator("summary").filter(has_text="Settings"),
        "field": desk.field,
        "link": page.get_by_role("link", name="All desks"),
    }

    for place, badge in zip(places.values(), desk.badges, strict=False):
        place.focus()
        desk.scan(badge, before="Enter" if place != desk.field else "")
        expect(desk.verdict).to_have_text("Welcome")
        page.keyboard.press("Escape")
        expect(desk.dialog).to_be_hidden()

    expect(desk.last_scans).to_have_count(len(places))
    expect(patience).to_have_value("5000")
    expect(desk.field).to_have_value("")
    assert page.locator("details.desk-settings").get_attribute("open") is not None
    expect(places["button"]).to_be_visible()


def test_what_a_scanner_types_around_the_code_is_cut_off(desk: DeskPage) -> None:
    badges = desk.badges
    desk.field.press_sequentially("Wang", delay=80)
    desk.page.wait_for_timeout(150)

    desk.scan(f"https://week.example/zh/b/{badges[0].lower()}?from=wallet", every=2)
    desk.scan(f"]Q1{badges[1]}", after="Tab")
    desk.scan(badges[2], after="", every=2)
    desk.page.wait_for_timeout(300)
    desk.scan(badges[3], pauses={32: 400})  # a wireless one hands Enter over late
    desk.scan(badges[4], every=45)

    expect(desk.last_scans).to_have_count(5)
    desk.expect_count(5)
    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.field).to_have_value("Wang")


def test_a_code_that_comes_without_keys_is_a_scan(desk: DeskPage) -> None:
    desk.field.press_sequentially("Li ", delay=80)

    desk.page.keyboard.insert_text(f"https://week.example/b/{desk.badges[0].lower()}")

    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.field).to_have_value("Li")


def test_a_scanner_that_speaks_the_layout_of_the_computer_is_understood(
    desk: DeskPage,
) -> None:
    def place(sign: str) -> str:
        moved = {"A": "Q", "Q": "A", "W": "Z", "Z": "W", "M": "Semicolon"}.get(
            sign, sign
        )
        return moved if len(moved) > 1 else f"Key{moved}"

    desk.scan(desk.badges[0], place=place)

    expect(desk.verdict).to_have_text("Welcome")


def test_a_pause_of_a_busy_computer_does_not_cut_a_code(desk: DeskPage) -> None:
    desk.scan(desk.badges[0], pauses={10: 900, 20: 2000})

    expect(desk.verdict).to_have_text("Welcome")


def test_eight_badges_faster_than_the_server_are_all_kept(desk: DeskPage) -> None:
    def slowly(route: Route) -> None:
        desk.page.wait_for_timeout(120)
        route.continue_()

    desk.page.route("**/scans", slowly)

    for badge in desk.badges[:8]:
        desk.scan(badge, every=2)

    expect(desk.last_scans).to_have_count(8)
    desk.expect_count(8)


def test_a_code_cut_short_asks_to_scan_again_and_is_kept(desk: DeskPage) -> None:
    desk.page.route("**/scans", desk.hold)

    desk.scan(desk.badges[0][:20])

    expect(desk.verdict).to_have_text("Scan again")
    desk.release()
    expect(desk.last_scans).to_contain_text(["Misread"])


def test_a_code_of_somebody_else_is_not_one_of_ours(desk: DeskPage) -> None:
    desk.scan("4006381333931")

    expect(desk.verdict).to_have_text("Not one of our codes")
    desk.dialog.get_by_role("button", name="Find by name").press("Enter")
    expect(desk.field).to_be_focused()


def test_an_admission_goes_on_by_itself(desk: DeskPage) -> None:
    desk.scan(desk.badges[0])
    expect(desk.dialog).to_be_visible()

    expect(desk.dialog).to_be_hidden(timeout=4000)


def test_a_refusal_waits_until_somebody_has_seen_it(desk: DeskPage) -> None:
    desk.scan(desk.badges[0])
    expect(desk.dialog).to_be_hidden(timeout=4000)

    desk.scan(desk.badges[0])
    desk.page.wait_for_timeout(3500)

    expect(desk.verdict).to_have_text("Already checked in")
    desk.page.keyboard.press("Escape")
    expect(desk.dialog).to_be_hidden()


def test_the_newest_guest_takes_the_screen_and_no_refusal_is_lost(
    desk: DeskPage,
) -> None:
    first, second, third = desk.badges[:3]
    for badge in (first, second):
        desk.scan(badge)
        expect(desk.verdict).to_have_text("Welcome")
    expect(desk.dialog).to_be_hidden(timeout=4 * SECOND)

    desk.scan(first)
    expect(desk.verdict).to_have_text("Already checked in")
    desk.scan(second)
    expect(desk.dialog).to_contain_text("Guest 1")
    desk.scan("4006381333931")
    expect(desk.verdict).to_have_text("Not one of our codes")
    desk.scan(third)

    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.dialog).to_contain_text("Guest 2")
    waiting = [NATIVE, "Guest 1", "Code not known"]
    expect(desk.strip.get_by_role("listitem")).to_contain_text(waiting)
    assert fault(desk.page) == []
    expect(desk.dialog).to_be_hidden(timeout=4 * SECOND)
    expect(desk.strip).to_contain_text("Still to see: 3")
    desk.strip.get_by_role("button", name=NATIVE).click()
    expect(desk.verdict).to_have_text("Already checked in")
    expect(desk.dialog).to_contain_text(NATIVE)
    desk.next_button.click()  # at once: it was meant
    expect(desk.dialog).to_be_hidden()
    expect(desk.strip).to_contain_text("Still to see: 2")
    desk.strip.get_by_role("button", name="Seen").click()
    expect(desk.strip).to_have_count(0)


def test_a_touch_that_a_new_scan_forestalls_closes_nothing(desk: DeskPage) -> None:
    desk.scan("4006381333931")
    expect(desk.verdict).to_have_text("Not one of our codes")
    desk.page.evaluate(
        """() => new MutationObserver((_, observer) => {
            const dialog = document.querySelector("[data-part=verdict]");
            if (dialog.dataset.tone !== "admit") return;
            observer.disconnect();
            const next = dialog.querySelector("[data-deed=next]");
            const touch = { bubbles: true, detail: 1 };
            const press = () => next.dispatchEvent(new MouseEvent("click", touch));
            requestAnimationFrame(press);
        }).observe(document.querySelector("dialog.verdict"), { attributes: true })"""
    )

    desk.scan(desk.badges[0])

    expect(desk.verdict).to_have_text("Welcome")
    desk.page.wait_for_timeout(300)
    expect(desk.dialog).to_be_visible()
    expect(desk.strip).to_contain_text("Still to see: 1")


def test_a_refusal_of_the_list_waits_for_a_slow_server(desk: DeskPage) -> None:
    """A rule may have changed since the list was made; an admission may be told."""
    expect(desk.page.locator("[data-part=age]")).to_contain_text("List of")
    desk.scan(desk.badges[0])
    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.dialog).to_be_hidden(timeout=4 * SECOND)
    desk.page.route("**/scans", desk.hold)

    desk.scan(desk.badges[0])  # our list knows that they are here
    desk.page.wait_for_timeout(3500)
    expect(desk.dialog).to_be_hidden()
    expect(desk.verdict).to_have_text("Already checked in", timeout=4 * SECOND)
    expect(desk.dialog).to_contain_text("The server has not answered yet.")
    expect(desk.dialog.get_by_text("Saved without network")).to_be_hidden()
    desk.page.unroute("**/scans")
    desk.held.clear()


def test_who_is_found_leads_to_their_badge(desk: DeskPage) -> None:
    desk.field.fill(NATIVE)
    found = desk.page.locator("[data-part=found] li")
    expect(found.get_by_role("link", name="Badge and details")).to_be_visible()

    found.get_by_role("button", name="Admit").click()
    expect(desk.verdict).to_have_text("Welcome")
    desk.dialog.get_by_role("link", name="Print badge").press("Enter")

    expect(desk.page).to_have_url(re.compile("/badges/"))
    desk.page.go_back()
    desk.field.fill(NATIVE)
    found.get_by_role("link", name="Badge and details").click()
    expect(desk.page.get_by_text("Replace badge").first).to_be_visible()


def test_a_lost_answer_is_asked_for_again_and_counts_once(desk: DeskPage) -> None:
    tries: list[str] = []

    def lose_twice(route: Route) -> None:
        sent = route.request.post_data_json
        tries.append(sent["scan_id"] if sent else "")
        if len(tries) <= 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/scans", lose_twice)

    desk.scan(desk.badges[0])

    expect(desk.last_scans).to_contain_text(["Admitted"])
    unsent = desk.last_scans.get_by_text("Not sent yet")
    expect(unsent).to_have_count(0, timeout=10 * SECOND)
    assert len(tries) == 3
    assert len(set(tries)) == 1
    desk.expect_count(1)


def test_without_network_scans_wait_through_a_reload(desk: DeskPage) -> None:
    desk.page.route("**/scans", lambda route: route.abort())
    browser = desk.page.context.new_cdp_session(desk.page)
    browser.send(  # the browser takes the device's store away, as phones do asleep
        "Storage.clearDataForOrigin",
        {"origin": urljoin(desk.page.url, "/")[:-1], "storageTypes": "indexeddb"},
    )
    desk.scan(desk.badges[0])
    desk.scan(desk.badges[1])
    expect(desk.dialog).to_contain_text("Saved without network")
    expect(desk.state).to_contain_text("Scans waiting: 2")

    desk.page.unroute("**/scans")
    desk.page.reload()

    expect(desk.state).to_have_text("Online, all sent")
    # What left before the reload is answered to nobody: the next look at the door,
    # every ten seconds, tells.
    count = desk.page.locator(".desk-count [data-count]")
    expect(count).to_have_text("2", timeout=15 * SECOND)


def test_an_admission_is_undone_from_the_verdict(desk: DeskPage) -> None:
    desk.scan(desk.badges[0])

    desk.dialog.get_by_role("button", name="Undo").press("Enter")

    expect(desk.last_scans).to_contain_text(["Undone"])
    desk.expect_count(0)


def test_a_person_is_found_by_one_character_and_admitted(desk: DeskPage) -> None:
    desk.field.fill(NATIVE[0])
    found = desk.page.get_by_role("listitem").filter(has_text=NATIVE)

    found.get_by_role("button", name="Admit").click()

    expect(desk.verdict).to_have_text("Welcome")
    expect(desk.dialog).to_contain_text(NATIVE)


def test_what_was_found_is_true_again_after_an_admission_and_an_undo(
    desk: DeskPage,
) -> None:
    desk.field.fill(NATIVE)
    found = desk.page.locator("[data-part=found] li")
    expect(found).to_contain_text("Expected")

    desk.scan(desk.badges[0])
    expect(found).to_contain_text("Here")
    desk.dialog.get_by_role("button", name="Undo").press("Enter")

    expect(found).to_contain_text("Expected")
    expect(found.get_by_role("button", name="Admit")).to_be_visible()
    expect(desk.last_scans).not_to_contain_text(["Admitted"])


def test_a_number_typed_into_no_field_is_searched(desk: DeskPage) -> None:
    desk.field.fill(NATIVE)
    found = desk.page.locator("[data-part=found] li")
    number = found.locator(".meta").inner_text().split(" · ")[-2]
    desk.field.fill("")
    expect(found).to_have_count(0)
    desk.field.blur()

    desk.scan(number, every=60)

    expect(desk.field).to_have_value(number)
    expect(found).to_contain_text(NATIVE)
    expect(desk.dialog).to_be_hidden()


@pytest.mark.parametrize("hyphen", ["-", ""])
def test_a_reference_typed_into_no_field_is_searched(
    desk: DeskPage, hyphen: str
) -> None:
    desk.field.fill(NATIVE)
    found = desk.page.locator("[data-part=found] li")
    reference = found.locator(".meta").inner_text().split(" · ")[-1]
    desk.field.fill("")
    expect(found).to_have_count(0)
    desk.field.blur()

    typed = reference.lower().replace("-", hyphen)
    desk.page.keyboard.type(typed)
    desk.page.wait_for_timeout(1300)  # the person looks whether that was all
    desk.page.keyboard.press("Enter")

    expect(desk.field).to_have_value(reference)
    expect(found).to_contain_text(NATIVE)
    expect(desk.dialog).to_be_hidden()


def test_a_second_unknown_code_takes_the_place_of_the_first(desk: DeskPage) -> None:
    desk.scan("4006381333931")
    expect(desk.verdict).to_have_text("Not one of our codes")

    desk.scan("5012345678900")

    expect(desk.last_scans).to_have_count(2)
    desk.page.wait_for_timeout(400)
    expect(desk.strip).to_have_count(0)
    desk.next_button.click()
    expect(desk.dialog).to_be_hidden()


def test_a_typed_code_is_a_scan(desk: DeskPage) -> None:
    desk.field.press_sequentially(desk.badges[0].lower(), delay=60)

    expect(desk.verdict).to_have_text("Welcome")


def test_a_desk_works_without_script(desk_without_script: DeskPage) -> None:
    desk = desk_without_script
    desk.field.fill(desk.badges[0])
    desk.page.get_by_role("button", name="Find").first.click()

    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Welcome")
    desk.page.get_by_role("link", name="Next person").click()
    expect(desk.last_scans).to_contain_text(["Admitted"])

    desk.field.fill(codes.compose(CodeKind.PERSON, bytes(16)))
    desk.page.get_by_role("button", name="Find").first.click()
    word = desk.page.get_by_role("heading", level=1)
    expect(word).to_have_text("Not one of our codes")
    desk.page.get_by_text("Admit with reason").click()
    desk.page.get_by_role("button", name="An organiser agreed").click()
    expect(word).to_have_text("Welcome")


def test_a_refusal_is_overruled_with_a_reason(desk: DeskPage) -> None:
    desk.scan("4006381333931")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("Not one of our codes")
    assert fault(desk.page) == []

    overrule = desk.dialog.get_by_role("button", name="Admit with reason")
    overrule.press("Enter")
    expect(desk.verdict).to_have_text("Why do you admit them all the same?")
    assert fault(desk.page) == []
    desk.page.keyboard.press("Escape")
    expect(overrule).to_be_focused()
    overrule.press("Enter")
    desk.dialog.get_by_label("Another reason").fill("The rector's guest")
    desk.page.keyboard.press("Enter")

    expect(desk.verdict).to_have_text("Welcome")
    desk.expect_count(1)


def test_a_badge_left_before_the_camera_counts_once_until_it_was_away(
    desk_with_camera: DeskPage,
) -> None:
    """The film shows a badge for 3 s and nothing for 2.5 s, again and again."""
    desk = desk_with_camera

    desk.page.get_by_role("button", name="Start duty").click()

    expect(desk.verdict).to_have_text("Welcome")
    desk.page.wait_for_timeout(1500)
    expect(desk.last_scans).to_have_count(1)
    expect(desk.last_scans).to_have_count(2, timeout=8000)
    expect(desk.verdict).to_have_text("Already checked in")


def test_the_desk_and_the_server_agree_on_every_code(desk: DeskPage) -> None:
    random.seed(20240327)
    texts = [text for _ in range(300) for text in _reads()]

    read = desk.page.evaluate(
        """async (texts) => {
            const address = document.querySelector("script[src*='desk.js']").src;
            const { outcome } = await import(address.replace("desk.js", "codes.js"));
            return texts.map(outcome);
        }""",
        texts,
    )

    assert read == [codes.parse(text).outcome.value for text in texts]
    assert set(read) == {outcome.value for outcome in Outcome}


def test_the_desk_and_the_server_agree_on_every_reference(desk: DeskPage) -> None:
    texts = [
        "7K2M-9QXD", "7k2m9qxd", " 7k2m 9qxd\r\n", "７Ｋ２Ｍ‐９ＱＸＤ", "oil1-oil1",
        "7K2M-9QX", "7K2M-9QXDD", "7K2M-9QXU", "7K2M_9QXD", "王小明王小明王小", "",
    ]  # fmt: skip

    read = desk.page.evaluate(
        """async (texts) => {
            const address = document.querySelector("script[src*='desk.js']").src;
            const { parseReference } = await import(
                address.replace("desk.js", "codes.js"));
            return texts.map(parseReference);
        }""",
        texts,
    )

    known = [codes.parse_reference(text) for text in texts]
    assert read == [one and codes.show_reference(one) for one in known]
    assert sum(one is not None for one in known) == 5


def _reads() -> Iterator[str]:
    """A code, and what cameras, scanners and people may make of it."""
    code = codes.compose(random.choice(list(CodeKind)), secrets.token_bytes(16))
    place, other = random.sample(range(3, codes.CODE_LENGTH), 2)
    swapped = list(code)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    yield code
    yield f" {code.lower()}\r\n"
    yield f"https://week.example/zh/b/{code}?from=wallet"
    yield code.replace("0", "o").replace("1", "l")
    yield code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in code})
    yield "".join(swapped)
    yield code[:place] + random.choice(codes.ALPHABET) + code[place + 1 :]
    yield code[: place + 1]
    yield f"{code}0"
    yield code[3:]
    yield secrets.token_urlsafe(random.randrange(40))
