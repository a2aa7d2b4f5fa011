"""The driver's own page: their cars ahead, and nobody else's passengers."""

import re
from datetime import timedelta

from sqlalchemy import select

from eventapp.accounts.service.linking import invite
from eventapp.accounts.vocabulary import Role
from eventapp.arrivals.service.meeting import tell
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from tests.arrivals.cars import make_pickup
from tests.builders import (
    make_account,
    make_appointment,
    make_point,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.web.world import act_in


def test_a_driver_sees_own_cars_and_of_others_the_phone_alone(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    point, guest = make_point(week), make_registration(week)
    soon = clock.now() + timedelta(hours=2)
    mine = make_pickup(
        point, guest, driver_name="Jan  KOS", starts_at=soon, ends_at=soon
    )
    make_pickup(
        point,
        driver_name="Ewa Lis",
        driver_phone="+48 600 000 002",
        starts_at=soon,
        ends_at=soon,
    )
    token = tell(mine, by=make_account())
    act_in(client, week, Role.DRIVER).name = "Jan Kos"
    db.session.commit()

    page = client.get("/driving/").text

    assert f"/driver/{token}" in page
    assert "1 person" in page
    assert "+48 600 000 002" in page
    assert guest.name.latin not in page
    assert page.count("/driver/") == 1
    assert time


def test_cars_of_other_weeks_are_not_shown(client: Client, time: StoppedClock) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    soon = clock.now() + timedelta(hours=2)
    make_pickup(make_point(autumn), driver_name="Jan Kos", starts_at=soon, ends_at=soon)
    act_in(client, spring, Role.DRIVER).name = "Jan Kos"
    db.session.commit()

    page = client.get("/driving/").text

    assert "Cars whose driver is Jan Kos will stand here." in page
    assert time


def test_a_driver_takes_nobodys_cars_by_taking_a_name(client: Client) -> None:
    week = make_week("spring")
    db.session.commit()
    own = act_in(client, week, Role.DRIVER)
    own.name = "Wang Wei"
    invited = invite("new@host.example", "Li Lei", "en")
    make_appointment(invited, week, Role.DRIVER)
    db.session.commit()
    link = re.search(
        r"/account/welcome/[\w-]+", db.session.scalars(select(Message)).one().text
    )
    assert link

    page = client.get("/account/").text
    client.post("/account/", data={"name": "Zhang San", "language": "en"})
    client.post(link[0], data={"name": "Zhang San", "password": "sail lamp tree 9 fog"})

    assert "readonly" in page
    assert (own.name, invited.name) == ("Wang Wei", "Li Lei")
    assert invited.password_hash
