"""A delegate's page about the own calendar: one way, and an address for its owner."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.tokens import digest
from eventapp.mail.models import CalendarMethod
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.agenda import agenda_token, open_agenda
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.scheduling import queries
from eventapp.scheduling.models import Sent
from eventapp.scheduling.service.ways import way_of
from eventapp.scheduling.vocabulary import CalendarWay
from tests.builders import make_event, make_place, make_registration, make_week
from tests.conftest import Client, StoppedClock
from tests.feeds.test_clients import ANDROID, IPHONE

SUBSCRIPTION = {"way": "subscription"}


@pytest.fixture
def registration(client: Client, time: StoppedClock) -> Registration:
    """A confirmed one, open in this browser."""
    assert time
    made = make_registration(make_week("spring", invites_by_mail=True))
    open_agenda(made)
    enter(client, made)
    return made


def enter(client: Client, registration: Registration) -> None:
    db.session.commit()
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]


def page_of(client: Client, registration: Registration, agent: str = IPHONE) -> str:
    answer = client.get(
        f"/me/{registration.id}/calendar", headers={"User-Agent": agent}
    )
    assert answer.status_code == 200
    return unescape(answer.text)


def post(client: Client, registration: Registration, **fields: str) -> int:
    return client.post(f"/me/{registration.id}/calendar", data=fields).status_code


def told_by_mail(registration: Registration, event: Event) -> None:
    now = clock.now()
    add(
        Sent(
            registration_id=registration.id,
            event_id=event.id,
            method=CalendarMethod.REQUEST,
            sequence=1,
            revised_at=now,
            judged=1,
            fingerprint="",
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            address=registration.address,
            reply_digest=digest(f"{event.id}"),
            message_id=event.id,
            sent_at=now,
        )
    )


def test_the_private_address_appears_to_who_chose_to_subscribe(
    client: Client, registration: Registration
) -> None:
    token = agenda_token(registration)
    assert token not in page_of(client, registration)

    assert post(client, registration, **SUBSCRIPTION) == 302

    page = page_of(client, registration)
    told = f"week.example/feeds/agenda/{token}.ics?lang=en"
    assert way_of(registration) is CalendarWay.SUBSCRIPTION
    assert f'value="http://{told}"' in page
    assert f'href="webcal://{told}"' in page
    assert "Private: whoever has it sees your calendar." in page
    drawn = re.search(r'<div class="code code-small"><svg.*?</svg>', page, re.DOTALL)
    assert drawn is not None  # inside the page: it has no address of its own
    assert token not in drawn[0]
    assert "data-share-button" not in page


def test_the_page_is_kept_nowhere_and_tells_no_other_site_where_it_is(
    client: Client, registration: Registration
) -> None:
    post(client, registration, **SUBSCRIPTION)

    answer = client.get(f"/me/{registration.id}/calendar")
    outside = re.findall(r'<a class="button[^>]+href="https://[^>]+>', answer.text)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert len(outside) == 3
    assert all('rel="noreferrer"' in one for one in outside)


def test_the_way_that_works_here_is_the_first_one(
    client: Client, registration: Registration
) -> None:
    post(client, registration, **SUBSCRIPTION)

    page = page_of(client, registration, ANDROID)

    assert page.index("On this Android phone") < page.index("iPhone, iPad, Mac")
    assert "mailto:?" not in page  # a private address is not sent around


def test_who_subscribes_gets_back_what_came_by_mail(
    client: Client, registration: Registration
) -> None:
    event = make_event(registration.week, starts_at=clock.now() + timedelta(days=1))
    told_by_mail(registration, event)
    db.session.commit()
    page = page_of(client, registration)
    assert "We take 1 event that came by e-mail out of your calendar." in page

    post(client, registration, **SUBSCRIPTION)

    chosen = queries.way_chosen(registration)
    assert chosen is not None
    assert chosen.takes_back


@pytest.mark.parametrize("back", [True, False])
def test_who_wants_neither_says_what_becomes_of_those_that_came(
    client: Client, registration: Registration, *, back: bool
) -> None:
    event = make_event(registration.week, starts_at=clock.now() + timedelta(days=1))
    told_by_mail(registration, event)
    db.session.commit()
    assert "Take those that came by e-mail out of" in page_of(client, registration)

    post(client, registration, way="neither", **({"take_back": "y"} if back else {}))

    chosen = queries.way_chosen(registration)
    assert chosen is not None
    assert (chosen.way, chosen.takes_back) == (CalendarWay.NEITHER, back)


def test_one_calendar_does_not_get_the_events_of_two_people(
    client: Client, registration: Registration, time: StoppedClock
) -> None:
    time.advance(minutes=1)
    other = make_registration(registration.week, address=registration.address)
    enter(client, other)

    answer = client.post(f"/me/{other.id}/calendar", data={"way": "mail"})

    assert answer.status_code == 409
    assert "One calendar cannot hold the same event for two people." in answer.text


def test_a_week_that_sends_no_invitations_does_not_offer_them(
    client: Client, registration: Registration
) -> None:
    assert "Each place comes to" in page_of(client, registration)
    registration.week.invites_by_mail = False
    db.session.commit()

    page = page_of(client, registration)

    assert "Each place comes to" not in page
    assert "Subscribe to my events" in page


def test_a_phone_that_subscribes_to_nothing_saves_a_copy(
    client: Client, registration: Registration
) -> None:
    make_place(registration, make_event(registration.week, "Salon"))
    post(client, registration, **SUBSCRIPTION)
    there = f"/me/{registration.id}/calendar/my-events.ics"

    page = page_of(client, registration, f"{ANDROID} HuaweiBrowser")
    answer = client.get(there)

    assert f'href="{there}" download' in page
    assert "SUMMARY:Salon" in answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_no_way_is_refused(client: Client, registration: Registration) -> None:
    assert post(client, registration, way="pigeon") == 422
    assert queries.way_chosen(registration) is None


def test_the_calendar_gets_a_new_address_and_the_old_one_ends(
    client: Client, registration: Registration
) -> None:
    post(client, registration, **SUBSCRIPTION)
    old = agenda_token(registration)

    client.post(f"/me/{registration.id}/calendar/renew")

    page = page_of(client, registration)
    noted = db.session.scalars(select(Entry.action)).all()
    assert old not in page
    assert agenda_token(registration) in page
    assert client.get(f"/feeds/agenda/{old}.ics").status_code == 404
    assert "calendar.address_renewed" in noted


def test_who_is_not_confirmed_has_no_calendar(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration(status=RegistrationStatus.SUBMITTED)
    enter(client, registration)

    assert client.get(f"/me/{registration.id}/calendar").status_code == 404
    assert post(client, registration, **SUBSCRIPTION) == 404
    assert client.post(f"/me/{registration.id}/calendar/renew").status_code == 404


def test_who_chose_mails_reads_that_the_organisers_send_none_now(
    client: Client, registration: Registration
) -> None:
    registration.week.invites_by_mail = False
    db.session.commit()

    page = page_of(client, registration)

    assert "The organisers do not send events by e-mail now." in page
    assert "Send my events by e-mail" not in page


def test_the_page_says_which_events_come_in_which_way(
    client: Client, registration: Registration
) -> None:
    page = page_of(client, registration)

    by_mail = page.partition('id="mail"')[2].partition("</section>")[0]
    said = "Events for all delegates come only with the subscription or the file."
    assert said in by_mail
    assert "Within a few minutes, the messages are in the outbox" in by_mail
    assert "It holds your own events too: with both, you see them twice." in page
