"""One delegate: what was answered, and what organisers decide."""

from sqlalchemy import select

from eventapp.badges.models import Badge
from eventapp.badges.service import issue
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import make_event, make_place, make_registration, make_week
from tests.conftest import Client

SUBMITTED = RegistrationStatus.SUBMITTED


def address(week: Week, one: Registration, more: str = "") -> str:
    return f"/organise/{week.slug}/registrations/{one.id}{more}"


def test_a_delegate_s_page_shows_what_was_answered(client: Client) -> None:
    week = make_week()
    one = make_registration(week, number=412, phone="+86 21 5021 1234")
    event = make_event(week, "Joint degrees", capacity=1)
    make_place(one, event, PlaceStatus.WAITING)
    client.sign_in()

    page = client.get(address(week, one)).text

    assert "王小明" in page
    assert "0412" in page
    assert "+86 21 5021 1234" in page
    assert "Joint degrees" in page
    assert "Waiting list, place 1" in page
    assert "University of Opole" in page


def test_confirming_gives_the_wished_places_and_writes_a_mail(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    one = make_registration(week, status=SUBMITTED, wishes=(str(event.id),))
    account = client.sign_in()

    answer = client.post(address(week, one, "/confirm"), follow_redirects=True)

    assert "Confirmed. We wrote to 王小明 (Wang Xiaoming)." in answer.text
    assert db.session.get_one(Registration, one.id).is_confirmed
    assert db.session.scalars(select(Place.status)).all() == [PlaceStatus.HELD]
    assert db.session.scalars(select(Message.occasion)).all() == [
        "registration.confirmed"
    ]
    lines = db.session.scalars(select(Entry)).all()
    assert [(line.actor, line.action) for line in lines] == [
        (account.name, "registration.confirmed")
    ]


def test_confirming_twice_is_refused_in_words(client: Client) -> None:
    week = make_week()
    one = make_registration(week)
    client.sign_in()

    answer = client.post(address(week, one, "/confirm"))

    assert answer.status_code == 409
    assert "This registration does not wait for a decision." in answer.text


def test_declining_asks_for_a_reason_which_the_delegate_reads(client: Client) -> None:
    week = make_week()
    one = make_registration(week, status=SUBMITTED)
    client.sign_in()

    empty = client.post(address(week, one, "/decline"), data={"reason": "  "})
    assert empty.status_code == 422
    assert "Enter a reason." in empty.text

    client.post(address(week, one, "/decline"), data={"reason": "The week is full."})

    assert (
        db.session.get_one(Registration, one.id).status is RegistrationStatus.DECLINED
    )
    message = db.session.scalars(select(Message)).one()
    assert "The week is full." in message.text


def test_cancelling_asks_first_and_releases_the_places(client: Client) -> None:
    week = make_week()
    one = make_registration(week)
    make_place(one, make_event(week))
    client.sign_in()

    assert "1 place is released." in client.get(address(week, one, "/cancel")).text
    client.post(address(week, one, "/cancel"))

    assert (
        db.session.get_one(Registration, one.id).status is RegistrationStatus.CANCELLED
    )
    assert db.session.scalars(select(Place)).all() == []


def test_a_lost_badge_is_replaced_and_the_old_one_ends(client: Client) -> None:
    week = make_week()
    one = make_registration(week)
    issue(one)
    client.sign_in()

    answer = client.post(address(week, one, "/badge"), follow_redirects=True)

    assert "The old code no longer works." in answer.text
    badges = db.session.scalars(select(Badge)).all()
    assert sorted(badge.is_revoked for badge in badges) == [False, True]


def test_registrations_of_another_week_are_not_found(client: Client) -> None:
    week, other = make_week(), make_week()
    one = make_registration(other, status=SUBMITTED)
    place = make_place(make_registration(other), make_event(other))
    mine = make_registration(week)
    client.sign_in()

    assert client.get(address(week, one)).status_code == 404
    for more in ("/confirm", "/decline", "/cancel", "/badge"):
        answer = client.post(address(week, one, more), data={"reason": "x"})
        assert answer.status_code == 404
    release = client.post(address(week, mine, f"/places/{place.id}/release"))
    assert release.status_code == 404
    assert db.session.get_one(Registration, one.id).status is SUBMITTED


def test_the_pages_of_a_delegate_and_of_who_comes_along_lead_to_each_other(
    client: Client,
) -> None:
    week = make_week()
    delegate = make_registration(week)
    beside = make_registration(
        week,
        name=PersonName("Jan Nowak"),
        kind=DelegateKind.COMPANION,
        accompanies_id=delegate.id,
    )
    client.sign_in()

    of_delegate = client.get(address(week, delegate)).text
    of_companion = client.get(address(week, beside)).text

    assert f'href="{address(week, beside)}"' in of_delegate
    assert "Jan Nowak" in of_delegate
    assert f'href="{address(week, delegate)}"' in of_companion
