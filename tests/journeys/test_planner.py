"""The programme grid in a browser: mouse, keyboard, two organisers, a lost network."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.site import Site
from tests.journeys.test_accessible import fault

OFFICE = "/organise/gpw2024"
DAY = "2024-03-29"
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def anna(browser: Browser, site: Site) -> Iterator[Page]:
    yield from organiser(browser, site, "organiser")


@pytest.fixture
def bo(browser: Browser, site: Site) -> Iterator[Page]:
    yield from organiser(browser, site, "administrator")


def organiser(
    browser: Browser, site: Site, role: str, **context: Any
) -> Iterator[Page]:
    """Somebody who plans, before the grid of the third day."""
    here = browser.new_context(base_url=site.address, **(WIDE | context))
    page = here.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    address, password = site.sign_ins[role]
    page.goto("/account/sign-in")
    page.locator("[name=address]").fill(address)
    page.locator("[name=password]").fill(password)
    page.locator("main form button").last.click()
    page.wait_for_url("**/organise/")
    open_grid(page)
    yield page
    here.close()
    assert said == []


def open_grid(page: Page, day: str = DAY) -> None:
    page.goto(f"{OFFICE}/plan?day={day}")
    if page.viewport_size and page.viewport_size["width"] > 700:
        page.wait_for_selector("#planner[data-ready]")


def new_event(page: Page, title: str, begins: str, venue: str) -> Locator:
    """Put an event into the programme by its form, and show its card."""
    page.goto(f"{OFFICE}/events/new")
    page.locator("[name=title_en], [name=title-en]").first.fill(title)
    page.locator("[name=day]").fill(DAY)
    page.locator("[name=begins]").fill(begins)
    hour, minute = begins.split(":")
    ends = page.locator("[name=ends]")
    if ends.count():
        ends.fill(f"{int(hour) + 1:02}:{minute}")
    page.locator("[name=venue]").select_option(label=venue)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    open_grid(page)
    return card(page, title)


def card(page: Page, title: str) -> Locator:
    return page.locator(".card").filter(has=page.get_by_role("link", name=title))


def drag(page: Page, what: Locator, x: float, y: float, *, at: str = "title") -> None:
    """Take hold of a card, draw it in small steps, let go."""
    what.locator(
        f".card-{'grip' if at == 'edge' else 'when'}"
    ).scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    start = {
        "title": (box["x"] + 40, box["y"] + 12),
        "edge": (box["x"] + 40, box["y"] + box["height"] - 5),
    }[at]
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + x / 2, start[1] + y / 2, steps=4)
    page.mouse.move(start[0] + x, start[1] + y, steps=4)
    page.wait_for_timeout(100)
    expect(page.locator(".card-leaving")).to_be_visible()
    page.mouse.up()


def test_a_card_is_dragged_lengthened_and_put_back(anna: Page) -> None:
    tea = new_event(anna, "Paper cutting", "13:00", "Room 201")
    column = anna.locator(".column").first.bounding_box()
    assert column is not None
    expect(tea).to_contain_text("13:00–14:00")

    drag(anna, tea, column["width"], 36)

    expect(tea).to_contain_text("13:15–14:15")
    expect(anna.locator(".planner-said")).to_contain_text("13:15 to 14:15, Room 202")
    room = anna.get_by_role("list", name="Room 202")
    expect(room).to_contain_text("Paper cutting")

    drag(anna, tea, 0, 72, at="edge")
    expect(tea).to_contain_text("13:15–14:45")

    anna.get_by_role("button", name="Undo").click()
    expect(anna.locator(".planner-said")).to_contain_text("Undone: Paper cutting")
    expect(tea).to_contain_text("13:15–14:15")
    anna.keyboard.press("Control+z")
    expect(tea).to_contain_text("13:00–14:00")


def test_keys_alone_move_lengthen_and_change_the_day(anna: Page) -> None:
    tea = new_event(anna, "Ink painting", "15:00", "Room 201")
    live = anna.locator("[data-part=live]")

    tea.locator(".card-move").focus()
    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowDown")
    anna.keyboard.press("Shift+ArrowDown")
    anna.keyboard.press("ArrowRight")
    anna.keyboard.press("+")
    expect(live).to_have_text(
        "Room 202, Fri 29 Mar, 15:20–16:25. Room and people are free.",
        use_inner_text=False,
    )
    anna.keyboard.press("PageDown")
    expect(live).to_contain_text("Sat 30 Mar, 15:20–16:25")
    anna.keyboard.press("PageUp")
    anna.keyboard.press("Enter")

    expect(anna.locator(".planner-said")).to_contain_text("15:20 to 16:25, Room 202")
    expect(tea).to_contain_text("15:20–16:25")
    expect(tea.locator(".card-move")).to_be_focused()

    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowUp")
    anna.keyboard.press("Escape")
    expect(tea).to_contain_text("15:20–16:25")
    expect(tea.locator(".card-move")).to_be_focused()


def test_an_event_waits_at_the_side_and_returns(anna: Page) -> None:
    tea = new_event(anna, "Tea tasting", "11:00", "Room 202")
    side = anna.locator("[data-part=unplaced]")
    column = anna.locator(".column").nth(3).bounding_box()
    start = tea.bounding_box()
    rest = anna.locator("[data-part=side]").bounding_box()
    assert column is not None
    assert start is not None
    assert rest is not None

    drag(anna, tea, rest["x"] - start["x"], 0)
    expect(side).to_contain_text("Tea tasting")
    expect(anna.locator(".planner-said")).to_contain_text("no time yet")

    waiting = card(anna, "Tea tasting").bounding_box()
    assert waiting is not None
    drag(anna, card(anna, "Tea tasting"), column["x"] - waiting["x"], 60)
    expect(anna.locator(".planner-said")).to_contain_text("Saved: Tea tasting, Fri 29")
    expect(side).not_to_contain_text("Tea tasting")


def test_a_public_event_keeps_its_hour(anna: Page) -> None:
    tour = card(anna, "Campus tour")
    tour.locator(".card-move").click()

    anna.get_by_role("button", name="Without a time").click()

    expect(anna.locator(".move-bar")).to_contain_text(
        "This event is public: it needs a time."
    )
    anna.get_by_role("button", name="Cancel").click()
    expect(tour).to_contain_text("10:00–11:30")

    start = tour.bounding_box()
    rest = anna.locator("[data-part=side]").bounding_box()
    assert start is not None
    assert rest is not None
    drag(anna, tour, rest["x"] - start["x"], 0)
    expect(anna.locator(".planner-said")).to_have_text(
        "Not saved: “Campus tour”. This event is public: it needs a time."
    )
    expect(tour).to_contain_text("10:00–11:30")


def test_undo_takes_back_no_new_event(anna: Page) -> None:
    what = new_event(anna, "Precious", "21:00", "Room 201")

    anna.keyboard.press("Control+z")

    notes = anna.locator(".planner-notes")
    expect(notes).to_contain_text("Your latest step is not a move: “Precious”")
    expect(what).to_contain_text("21:00–22:00")
    notes.get_by_role("link", name="Open the event").click()
    anna.wait_for_url("**/events/*")


def test_focus_follows_what_undo_brings_back(anna: Page) -> None:
    what = new_event(anna, "Shadow play", "20:00", "Room 201")
    step(anna, "Shadow play", "ArrowRight")
    expect(anna.locator(".planner-said")).to_contain_text("Room 202")

    anna.keyboard.press("Control+z")

    expect(anna.locator(".planner-said")).to_contain_text("Undone: Shadow play")
    expect(what.locator(".card-move")).to_be_focused()


def test_a_clash_is_said_while_moving_and_marked_after(anna: Page) -> None:
    new_event(anna, "Lantern", "13:00", "Guest dining room")
    other = new_event(anna, "Kite", "14:30", "Guest dining room")

    other.locator(".card-move").focus()
    anna.keyboard.press("Enter")
    for _times in range(4):
        anna.keyboard.press("ArrowUp")
    expect(anna.locator(".move-bar")).to_contain_text("Room taken by “Lantern”.")
    anna.keyboard.press("Enter")

    expect(other).to_contain_text("Impossible")
    expect(card(anna, "Lantern")).to_contain_text("Impossible")


def test_two_organisers_see_each_other_and_overwrite_nothing(
    anna: Page, bo: Page
) -> None:
    new_event(anna, "Chess", "13:00", "Library foyer")
    expect(card(bo, "Chess")).to_contain_text("13:00–14:00", timeout=10_000)

    card(anna, "Chess").locator(".card-move").focus()
    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowDown")  # she has taken it up, and hesitates
    step(bo, "Chess", "ArrowRight")
    expect(bo.locator(".planner-said")).to_contain_text("Tea room")
    expect(anna.locator(".planner-said")).to_contain_text(
        "changed “Chess”.", timeout=10_000
    )
    anna.keyboard.press("Enter")

    notes = anna.locator(".planner-notes")
    expect(notes).to_contain_text("changed “Chess” meanwhile. It stands now:")
    expect(notes).to_contain_text("13:00 to 14:00, Tea room")
    expect(card(anna, "Chess")).to_contain_text("13:00–14:00")
    notes.get_by_role("button", name="Try again").click()
    expect(card(anna, "Chess")).to_contain_text("13:15–14:15")
    expect(card(bo, "Chess")).to_contain_text("13:15–14:15", timeout=10_000)


def step(page: Page, title: str, key: str) -> None:
    card(page, title).locator(".card-move").focus()
    page.keyboard.press("Enter")
    page.keyboard.press(key)
    page.keyboard.press("Enter")


def test_nothing_is_lost_without_network(anna: Page) -> None:
    tea = new_event(anna, "Calligraphy", "17:00", "Room 202")
    anna.route("**/plan/**", lambda route: route.abort())

    step(anna, "Calligraphy", "ArrowDown")

    expect(tea).to_contain_text("Not saved")
    expect(tea).to_contain_text("17:15–18:15")
    notes = anna.locator(".planner-notes")
    expect(notes).to_contain_text("Check the network, then try again.")
    anna.unroute("**/plan/**")
    notes.get_by_role("button", name="Try again").click()
    expect(anna.locator(".planner-said")).to_contain_text("Saved: Calligraphy")
    expect(tea).not_to_contain_text("Not saved")


def test_parts_move_with_their_whole(anna: Page) -> None:
    open_grid(anna, "2024-03-27")
    whole, part = card(anna, "Opening ceremony"), card(anna, "Signing of memoranda")

    step(anna, "Opening ceremony", "ArrowDown")

    expect(anna.locator(".planner-said")).to_contain_text("and 1 part with it")
    expect(whole).to_contain_text("09:15–11:15")
    expect(part).to_contain_text("10:30–10:55")
    anna.keyboard.press("Control+z")
    expect(whole).to_contain_text("09:00–11:00")
    expect(part).to_contain_text("10:15–10:40")
    anna.get_by_label("Parts move with their whole").uncheck()
    step(anna, "Opening ceremony", "ArrowUp")
    expect(whole).to_contain_text("08:45–10:45")
    expect(part).to_contain_text("10:15–10:40")
    anna.keyboard.press("Control+z")
    expect(whole).to_contain_text("09:00–11:00")


def test_a_card_is_carried_to_another_day(anna: Page) -> None:
    new_event(anna, "Kite making", "19:00", "Room 201")
    what = card(anna, "Kite making")
    what.locator(".card-when").scroll_into_view_if_needed()
    tab = anna.get_by_role("link", name="Sat 30 Mar").bounding_box()
    box = what.bounding_box()
    board = anna.locator(".board").bounding_box()
    assert tab is not None
    assert box is not None
    assert board is not None

    anna.mouse.move(box["x"] + 40, box["y"] + 12)
    anna.mouse.down()
    anna.mouse.move(tab["x"] + 30, tab["y"] + 20, steps=8)
    expect(anna.locator(".day[aria-current]")).to_contain_text("Sat")
    anna.mouse.move(box["x"] + 40, board["y"] + 200, steps=8)
    anna.mouse.up()

    expect(anna.locator(".planner-said")).to_contain_text("Kite making, Sat 30 Mar")
    assert "day=2024-03-30" in anna.url


def test_the_address_of_an_event_leads_to_its_card(anna: Page) -> None:
    key = card(anna, "Campus tour").get_attribute("data-id")

    for name in ("move", "event"):
        anna.goto(f"{OFFICE}/plan?{name}={key}")

        expect(card(anna, "Campus tour").locator(".card-move")).to_be_focused()
        expect(card(anna, "Campus tour")).to_be_in_viewport()


def test_a_press_on_empty_space_offers_an_event_there(anna: Page) -> None:
    column = anna.locator(".column:has([aria-label='Online room'])")
    column.click(position={"x": 60, "y": 12 * 12 * 13 + 20})

    anna.get_by_role("link", name="Add an event at 13:00").click()

    anna.wait_for_url("**/events/new?day=2024-03-29&begins=13%3A00&venue=*")


def test_without_script_a_form_moves_an_event(browser: Browser, site: Site) -> None:
    for page in organiser(
        browser,
        site,
        "organiser",
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    ):
        page.get_by_role("link", name="Move Campus tour").click()
        page.get_by_label("Begins at").fill("11:00")
        page.get_by_role("button", name="Move the event").click()

        main = page.get_by_role("main")
        expect(main).to_contain_text("Saved: Campus tour, Fri 29 Mar 2024, 11:00")
        page.get_by_role("button", name="Undo").click()
        expect(main).to_contain_text("Undone: Campus tour")


def test_the_list_has_no_fault(browser: Browser, site: Site) -> None:
    phone = {"width": 390, "height": 844}
    for page in organiser(browser, site, "organiser", viewport=phone):
        page.get_by_role("link", name="Move Campus tour").click()

        assert fault(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_grid_has_no_fault(browser: Browser, site: Site, scheme: str) -> None:
    for page in organiser(browser, site, "organiser", color_scheme=scheme):
        assert fault(page) == []

        page.locator(".card-move").first.click()
        assert fault(page) == []
