"""The overview: what needs somebody, figures that equal the rows behind them, steps."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from eventapp.accounts.vocabulary import Role
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel import clock
from eventapp.kernel.db import add
from eventapp.letters.vocabulary import LetterStatus
from eventapp.mail.models import MessageStatus
from eventapp.mail.service import put
from eventapp.operation.beating import WORKER
from eventapp.operation.models import Beat
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.arrivals.cars import AT, make_pickup, make_traveller
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_invitation,
    make_journey,
    make_place,
    make_point,
    make_registration,
    make_territory,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.letters.kit import make_letter

DAY = timedelta(days=1)


def admit(registration: Registration, event: Event, **changes: Any) -> Admission:
    now = clock.now()
    scan = add(
        Scan(
            id=uuid4(),
            verdict=Verdict.ADMITTED,
            presented=b"\0" * 32,
            direction=Direction.IN,
            scanned_at=now,
            received_at=now,
            desk_id=make_desk(registration.week).id,
            event_id=event.id,
            registration_id=registration.id,
        )
    )
    values: dict[str, Any] = {"admitted_at": now, "undone_at": None}
    return add(
        Admission(
            registration_id=registration.id,
            event_id=event.id,
            scan_id=scan.id,
            last_scan_id=scan.id,
            **(values | changes),
        )
    )


def overview(client: Client, week: Week) -> str:
    return client.get(f"/organise/{week.slug}/").text


def numbers(page: str) -> list[tuple[str, int]]:
    """Each number that leads to the table of delegates, with the address."""
    tables = r'<th scope="row"><a href="([^"]+)">.*?class="number">(\d+)<'
    figures = r'figure-value">(\d+)(?:(?!</li>).)*?href="([^"]+)"'
    days = r'<a class="tag" href="([^"]+)">[^<]*: (\d+)<'
    found = [(href, count) for count, href in re.findall(figures, page, re.DOTALL)]
    found += re.findall(days, page)
    found += re.findall(tables, page, re.DOTALL)
    return [
        (href.replace("&amp;", "&"), int(count))
        for href, count in found
        if "/registrations?" in href
    ]


def shares(page: str) -> list[tuple[int, str]]:
    """The lines of the tables of shares."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    return [
        (int(words[-1]), " ".join(words[:-1]))
        for words in cells
        if words and words[-1].isdigit()
    ]


def found(client: Client, href: str) -> int:
    """How many rows the page of an address says that it has."""
    said = re.search(r"(\d+) (?:delegates?|found|of)", client.get(href).text)
    return int(said[1]) if said else -1


def test_a_quiet_week_says_that_nothing_waits(client: Client) -> None:
    week = make_week()
    client.sign_in()

    assert "Nothing waits for you." in overview(client, week)


def test_it_names_what_needs_somebody_and_leads_there(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Salon", zh="沙龙", capacity=1)
    make_place(make_registration(week), event)
    make_place(make_registration(week), event, PlaceStatus.WAITING)
    make_registration(week, status=RegistrationStatus.SUBMITTED)
    make_event(week, "Only English")
    make_venue(week, "Only English, too")
    failed = put(
        "registration.link",
        to_address="a@b.example",
        to_name="A",
        language="en",
        subject="Link",
        text="…",
        week_id=week.id,
    )
    failed.status = MessageStatus.FAILED
    client.sign_in()

    page = overview(client, week)

    root = f"/organise/{week.slug}"
    for words, href in (
        ("1 registration to decide", f"{root}/queue"),
        ("1 failed e-mail", f"{root}/outbox?status=failed"),
        ("3 delegates from institutions to check", "/organise/institutions/proposed"),
        ("Salon: 1 wait", f"{root}/events/{event.id}/people"),
        ("2 texts are missing in a language of the week", f"{root}/texts"),
    ):
        assert words in page
        assert f'href="{href}"' in page


def test_letters_and_cars_that_need_somebody_are_counted(
    client: Client, time: StoppedClock
) -> None:
    letter = make_letter()
    week = letter.week
    point = make_point(week)
    make_letter(week).status = LetterStatus.REFUSED
    late, fine = make_traveller(point), make_traveller(point)
    make_pickup(point, late, fine, driver_name="Wu")
    make_pickup(point)
    make_pickup(point, starts_at=time.now - DAY, ends_at=time.now - DAY)
    make_journey(late, point, at=AT + timedelta(hours=4))
    client.sign_in()

    page = overview(client, week)

    root = f"/organise/{week.slug}"
    for words, href in (
        ("1 visa letter to check", f"{root}/letters?status=to-check"),
        ("1 arrival no longer fits its car", f"{root}/arrivals/pickups"),
        ("1 pick-up without a driver", f"{root}/arrivals/pickups?day=2027-03-07"),
    ):
        assert words in page
        assert f'href="{href}"' in page
        assert client.get(href).status_code == 200


def test_figures_count_and_lead_to_their_rows(client: Client) -> None:
    make_territory("DE", "Germany", "德国")
    week = make_week()
    institution = make_institution("Technical University", territory="DE")
    for _n in range(2):
        make_registration(week, institution_id=institution.id)
    make_registration(week, territory_code="PL")
    make_registration(week, status=RegistrationStatus.DECLINED)
    client.sign_in()

    page = overview(client, week)

    counted = numbers(page)
    behind = {href: found(client, href) for href, _count in counted}
    assert len(counted) > 10
    assert behind == dict(counted)
    assert (2, "Germany") in shares(page)
    assert (2, "Technical University") in shares(page)


def test_registrations_are_counted_on_the_day_of_the_week_s_own_zone(
    client: Client, time: StoppedClock
) -> None:
    week = make_week(zone="Asia/Shanghai")
    time.set(time.now.replace(hour=15, minute=59))  # 23:59 on the first of March
    make_registration(week)
    time.advance(minutes=2)
    make_registration(week)
    make_registration(week)
    client.sign_in()

    page = overview(client, week)

    assert "Most came on Tue 2 Mar: 2." in page
    first = client.get(f"/organise/{week.slug}/registrations?day=2027-03-01").text
    second = client.get(f"/organise/{week.slug}/registrations?day=2027-03-02").text
    assert ("1 found." in first, "2 found." in second) == (True, True)


def test_the_days_at_the_edges_of_the_chart_are_not_cut_off(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    make_registration(week)
    time.advance(minutes=60 * 24 * 19)
    make_registration(week)
    client.sign_in()

    page = overview(client, week)

    labels = re.findall(
        r'class="chart-label ([\w -]+)" x="([\d.]+)%"[^>]*>([^<]+)', page
    )
    assert labels == [
        ("chart-label-first", "0.75", "Mon 1 Mar"),
        ("chart-label-more", "27.5", "Sat 6 Mar"),
        ("chart-label-more", "52.5", "Thu 11 Mar"),
        ("chart-label-more", "77.5", "Tue 16 Mar"),
        ("chart-label-last", "99.25", "Sat 20 Mar"),
    ]


def test_arrivals_are_those_admitted_today_and_not_undone(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    event = make_event(week, "Opening")
    first, second, third = (make_registration(week) for _n in range(3))
    admit(first, event)
    admit(second, event, undone_at=time.now)
    admit(third, event, admitted_at=time.now - timedelta(days=1))
    client.sign_in()

    part = client.get(f"/organise/{week.slug}/live").text

    words = " ".join(part.split())
    assert "<html" not in part
    assert '2<span class="figure-of"> / 3</span>' in words
    assert "Opening" in part
    assert '<td class="number">1</td>' in words


def test_arrivals_that_did_not_change_are_not_sent_again(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    registration = make_registration(week)
    client.sign_in()
    address = f"/organise/{week.slug}/live"
    tag = client.get(address).headers["ETag"]

    same = client.get(address, headers={"If-None-Match": tag})
    admit(registration, event)
    other = client.get(address, headers={"If-None-Match": tag})

    assert (same.status_code, same.data) == (304, b"")
    assert other.status_code == 200


def test_the_page_asks_for_the_live_part_every_thirty_seconds(client: Client) -> None:
    week = make_week()
    client.sign_in()

    page = overview(client, week)

    assert f'data-live="/organise/{week.slug}/live"' in page.replace("\n", " ")
    assert 'data-live-every="30"' in page
    assert "data-live-pause" in page


def test_the_overview_needs_the_same_statements_for_many_rows(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    point = make_point(week)
    for n in range(6):
        event = make_event(week, venue_id=make_venue(week, f"Room {n}").id, capacity=2)
        registration = make_registration(week, territory_code=make_territory().code)
        make_place(registration, event)
        admit(registration, event)
        make_pickup(point, make_traveller(point))
    client.sign_in()
    address = f"/organise/{week.slug}/"

    with statements() as ran:
        assert client.get(address).status_code == 200

    assert len(ran) == 28  # nine of them look for clashes


def test_who_comes_along_is_counted_apart_from_delegates(client: Client) -> None:
    week = make_week()
    delegate = make_registration(week)
    for status in (RegistrationStatus.CONFIRMED, RegistrationStatus.CANCELLED):
        make_registration(week, accompanies_id=delegate.id, status=status)
    client.sign_in()

    page = re.sub(r"<[^>]+>", " ", overview(client, week))

    assert re.search(r"\b1\s+Accompanying persons", page)
    assert re.search(r"\b1\s+Confirmed", page)


def test_each_need_has_as_many_rows_as_it_says(
    client: Client, time: StoppedClock
) -> None:
    letter = make_letter()
    letter.status = LetterStatus.RETURNED
    week = letter.week
    make_delegation(week)
    for days in (2, 6, 9):
        make_invitation(week, sent_at=time.now, expires_at=time.now + days * DAY)
    client.sign_in()

    page = overview(client, week)

    root = f"/organise/{week.slug}"
    for words, href, count in (
        ("1 delegation without all names", f"{root}/delegations?missing=names", 1),
        ("2 invitations without an answer", f"{root}/invitations?ends=soon", 2),
        (
            "1 delegate lacks a document",
            f"{root}/registrations?status=submitted&status=confirmed&lacks=document",
            1,
        ),
    ):
        assert words in page
        assert f'href="{href.replace("&", "&amp;")}"' in page
        assert found(client, href) == count


def test_the_first_steps_know_whether_they_are_done(client: Client) -> None:
    week = make_week(is_public=True)
    client.sign_in()
    before = overview(client, week)
    make_venue(week)
    make_event(week)

    page = overview(client, week)

    done = re.compile(r"First steps of a new week: (\d+) of (\d+) done")
    (few, everything), (more, still) = (
        tuple(map(int, done.findall(one)[0])) for one in (before, page)
    )
    assert (more - few, still - everything) == (2, 0)


def test_who_answers_for_all_sees_whether_the_house_works(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    add(Beat(name=WORKER, at=time.now))
    time.advance(hours=1)
    client.sign_in(Role.ADMINISTRATOR)
    house = overview(client, week)
    client.sign_in(Role.ORGANISER)

    assert "the worker is silent" in house
    assert "the worker is silent" not in overview(client, week)


def test_a_reader_sees_the_figures_and_no_way_to_people(client: Client) -> None:
    week = make_week()
    make_registration(week, status=RegistrationStatus.SUBMITTED)
    client.sign_in(Role.READER)

    page = overview(client, week)

    assert "registrations?" not in page
    assert re.search(r"\b1\s+Waits for confirmation", re.sub(r"<[^>]+>", " ", page))
