"""Starred events, with a cookie and without an account."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.standing import Own, teller
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import MOST_STARS
from tests.builders import MORNING, make_event, make_week, republish
from tests.conftest import Client, StoppedClock
from tests.programme.test_views import read, source

LIST = "/weeks/spring/starred"


@pytest.fixture(autouse=True)
def _own_teller() -> Iterator[None]:
    before = (teller.own, teller.keep_stars)
    yield
    teller.own, teller.keep_stars = before


def page_of(event: Event) -> str:
    return f"/weeks/spring/events/{event.id}/star"


def stars_in(client: Client) -> str:
    cookie = client.get_cookie("stars", path="/weeks/spring")
    return cookie.value if cookie else ""


def test_an_event_is_starred_by_a_form_and_stands_in_the_list(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"), "Salon")
    assert time

    assert "Star this event?" in read(client, page_of(event))
    client.post(page_of(event), data={"starred": "yes"})

    assert stars_in(client) == short_key(event.id)
    assert "1 event." in read(client, LIST)
    assert "Salon" in read(client, LIST)
    assert "Take the star away?" in read(client, page_of(event))


def test_a_star_can_be_taken_away(client: Client) -> None:
    event = make_event(make_week("spring"))
    client.post(page_of(event))

    client.post(page_of(event), data={"starred": "no"})

    assert stars_in(client) == ""
    assert "No event is starred yet" in read(client, LIST)


def test_starring_twice_is_one_star(client: Client) -> None:
    event = make_event(make_week("spring"))

    client.post(page_of(event))
    client.post(page_of(event))

    assert stars_in(client) == short_key(event.id)


def test_script_may_read_the_cookie_and_other_sites_may_not_send_it(
    client: Client,
) -> None:
    event = make_event(make_week("spring"))
    client.post(page_of(event))

    cookie = client.get_cookie("stars", path="/weeks/spring")

    assert cookie
    assert not cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/weeks/spring"


def test_stars_of_one_week_are_not_those_of_another(client: Client) -> None:
    event = make_event(make_week("spring"))
    make_week("autumn")
    client.post(page_of(event))

    assert "No event is starred yet" in read(client, "/weeks/autumn/starred")
    assert client.get(f"/weeks/autumn/events/{event.id}/star").status_code == 404
    assert client.post(f"/weeks/spring/events/{uuid4()}/star").status_code == 404


def test_the_list_names_what_overlaps(client: Client, time: StoppedClock) -> None:
    week = make_week("spring")
    whole = make_event(week, "Forum", ends_at=MORNING + timedelta(hours=3))
    part = make_event(week, "Panel", parent_id=whole.id)
    tour = make_event(week, "Tour", starts_at=MORNING + timedelta(minutes=30))
    for event in (whole, part, tour):
        client.post(page_of(event))
    assert time

    words = read(client, LIST)

    assert "3 events." in words
    assert words.count("Overlaps with: Tour") == 2
    assert "Overlaps with: Forum Panel" in words


def test_the_list_says_what_changed_since_it_was_read_last(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = make_event(week, "Salon")
    make_event(week, "Quiet")
    client.post(page_of(event))
    assert "Changed" not in read(client, LIST)
    time.advance(minutes=5)

    republish(event, ends_at=MORNING + timedelta(hours=2))

    republished = read(client, LIST)
    assert (
        "Events with “Changed” were changed since you looked here last." in republished
    )
    assert "Changed" not in read(client, LIST)


def test_the_list_is_for_one_reader_alone(client: Client) -> None:
    event = make_event(make_week("spring"))
    client.post(page_of(event))

    for path in (LIST, page_of(event)):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "ETag" not in headers
    client.delete_cookie("stars", path="/weeks/spring")
    assert "No event is starred yet" in read(client, LIST)


def test_the_programme_can_be_narrowed_to_the_stars(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = make_event(week, "Salon")
    make_event(week, "Tour")
    client.post(page_of(event))
    assert time

    words = read(client, "/weeks/spring/programme?starred=y")

    assert "1 event. Remove filter: Starred" in words
    assert "Salon 09:00" in words
    assert "Tour 09:00" not in words


@pytest.mark.parametrize(
    "value", ["", "x", ".", "%00", "f" * 11, "F" * 12, "'; drop", "f" * 3000]
)
def test_a_damaged_cookie_is_no_star(client: Client, value: str) -> None:
    make_event(make_week("spring"))
    client.set_cookie("stars", value, path="/weeks/spring")
    client.set_cookie("stars_seen", value, path="/weeks/spring")

    assert "No event is starred yet" in read(client, LIST)


def test_there_is_a_limit_to_stars(client: Client) -> None:
    week = make_week("spring")
    events = [make_event(week, f"Event {number}") for number in range(MOST_STARS + 1)]
    kept = ".".join(short_key(event.id) for event in events[:MOST_STARS])
    client.set_cookie("stars", kept, path="/weeks/spring")

    answer = client.post(page_of(events[MOST_STARS]))

    assert answer.status_code == 409
    assert "You have starred 100 events." in answer.text
    assert 'data-most="100"' in source(client, "/weeks/spring/programme")


def test_taking_a_star_away_is_never_refused(client: Client) -> None:
    week = make_week("spring")
    events = [make_event(week, f"Event {number}") for number in range(MOST_STARS)]
    kept = ".".join(short_key(event.id) for event in events)
    client.set_cookie("stars", kept, path="/weeks/spring")

    answer = client.post(page_of(events[0]), data={"starred": "no"})

    assert answer.status_code == 302
    assert stars_in(client).split(".") == sorted(
        short_key(event.id) for event in events[1:]
    )


def test_a_kept_page_carries_neither_stars_nor_a_token(client: Client) -> None:
    event = make_event(make_week("spring"), "Salon")
    client.set_cookie("stars", short_key(event.id), path="/weeks/spring")

    pages = [
        client.get(path)
        for path in ("/weeks/spring/programme", f"/weeks/spring/events/{event.id}")
    ]

    for page in pages:
        assert "Set-Cookie" not in page.headers
        assert "csrf_token" not in page.text
        assert "data-token" not in page.text
        assert page.headers["ETag"]
    assert f'data-star-event="{event.id}"' in pages[1].text


def test_the_stars_can_be_saved_as_a_calendar(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = make_event(week, "Salon", joining_link="https://meet.example/secret")
    make_event(week, "Tour")
    client.post(page_of(event))
    assert time

    answer = client.get("/weeks/spring/starred.ics?lang=en")

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "SUMMARY:Salon" in answer.text
    assert "Tour" not in answer.text
    assert "meet.example" not in answer.text
    assert "/weeks/spring/starred.ics" in source(client, LIST)
    assert client.get("/weeks/nowhere/starred.ics").status_code == 404


# --- with a registration --------------------------------------------------------


def with_registration(client: Client) -> dict[str, set[UUID]]:
    """A reader whose registration keeps stars."""
    kept: dict[str, set[UUID]] = {"stars": set()}

    def keep(_week: Week, starred: object, dropped: UUID | None) -> bool:
        kept["stars"] |= set(starred)  # type: ignore[call-overload]
        kept["stars"] -= {dropped}
        return True

    teller.own = lambda _week: Own("/me/", stars=frozenset(kept["stars"]))
    teller.keep_stars = keep
    with client.session_transaction() as session:
        session["known"] = "yes"
    return kept


def test_a_registration_keeps_the_stars_instead_of_the_cookie(client: Client) -> None:
    week = make_week("spring")
    before, now = make_event(week, "Before"), make_event(week, "Now")
    client.post(page_of(before))
    kept = with_registration(client)

    client.post(page_of(now))

    assert kept["stars"] == {before.id, now.id}
    assert stars_in(client) == ""
    assert "2 events." in read(client, LIST)
    client.post(page_of(now), data={"starred": "no"})
    assert kept["stars"] == {before.id}


def test_stars_of_the_device_are_handed_over(client: Client) -> None:
    event = make_event(make_week("spring"))
    client.post(page_of(event))
    kept = with_registration(client)
    assert "Some stars are on this device only." in read(client, LIST)

    answer = client.post(LIST)

    assert answer.status_code == 302
    assert kept["stars"] == {event.id}
    assert stars_in(client) == ""
    assert "on this device" not in read(client, LIST)


def test_without_a_registration_nothing_is_handed_over(client: Client) -> None:
    event = make_event(make_week("spring"))
    client.post(page_of(event))

    client.post(LIST)

    assert stars_in(client) == short_key(event.id)


def test_the_page_tells_script_which_stars_the_registration_keeps(
    client: Client,
) -> None:
    event = make_event(make_week("spring"))
    kept = with_registration(client)
    kept["stars"].add(event.id)

    page = source(client, "/weeks/spring/programme")

    assert f'data-kept="{event.id.hex}"' in page
    assert "data-token=" in page
