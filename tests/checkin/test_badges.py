"""One badge at a time, printed at a desk; each print is kept."""

import pytest
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.badges.designing import keep_design
from eventapp.badges.designs import Design
from eventapp.badges.formats import Format
from eventapp.badges.models import BadgePrint
from eventapp.badges.service import issue
from eventapp.badges.vocabulary import Reprint
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_desk, make_registration, make_week
from tests.checkin.devices import carry, make_device
from tests.conftest import Client


@pytest.fixture
def desk(app: object) -> Desk:
    assert app
    week = make_week()
    keep_design(week, Design(desk_format=Format.ROLL_62), by="Office")
    return make_desk(week, "Registration desk")


@pytest.fixture
def guest(desk: Desk) -> Registration:
    guest = make_registration(desk.week, number=412)
    issue(guest)
    return guest


def page_of(desk: Desk, guest: Registration) -> str:
    return f"/desk/{desk.id}/badges/{guest.id}"


def prints() -> list[tuple[str, str, Format, Reprint | None]]:
    rows = db.session.scalars(select(BadgePrint).order_by(BadgePrint.printed_at))
    return [(one.printed_by, one.place, one.format, one.reason) for one in rows]


def test_the_page_shows_the_badge_as_the_desk_prints_it(
    client: Client, desk: Desk, guest: Registration
) -> None:
    client.sign_in(Role.STEWARD)

    page = client.get(page_of(desk, guest)).text
    paper = client.get("/desk/paper/62x100.css")
    picture = client.get(f"{page_of(desk, guest)}.svg")
    pdf = client.get(f"{page_of(desk, guest)}.pdf?format=card")

    assert "/desk/paper/62x100.css" in page
    assert "Not printed yet." in page
    assert "王小明" in page
    assert "size: 62mm 100mm" in paper.text
    assert paper.mimetype == "text/css"
    assert picture.mimetype == "image/svg+xml"
    assert 'height="283' in picture.text  # 100 mm in points
    assert pdf.data.startswith(b"%PDF")
    assert client.get("/desk/paper/a3.css").status_code == 404


def test_a_print_is_kept_with_its_desk_and_its_reason(
    client: Client, desk: Desk, guest: Registration
) -> None:
    steward = client.sign_in(Role.STEWARD)
    key = "6f1f4b0e-8b1c-4a55-9d4a-3f5a2b8e9c11"

    answers = [
        client.post(
            page_of(desk, guest),
            data={"print_id": key, "format": "62x100-turned"},
            headers={"Accept": "application/json"},
        ).json
        for _ in range(2)
    ]
    again = client.post(page_of(desk, guest), data={"reason": "lost"})

    assert answers == [{"said": "The print is noted."}] * 2
    assert again.status_code == 303
    assert again.location.endswith(f"{page_of(desk, guest)}.pdf?format=62x100")
    assert prints() == [
        (steward.name, "Registration desk", Format.ROLL_62_TURNED, None),
        (steward.name, "Registration desk", Format.ROLL_62, Reprint.LOST),
    ]
    page = client.get(f"{page_of(desk, guest)}?now=1").text
    assert "Printed 2 times before." in page
    assert "Why is it printed again?" in page
    assert " data-now" in page


def test_only_registration_desks_print_and_only_who_is_expected(
    client: Client, desk: Desk, guest: Registration
) -> None:
    declined = make_registration(desk.week, status=RegistrationStatus.DECLINED)
    stranger = make_registration()
    issue(stranger)
    carry(client, make_device(desk.week, DeskRole.STEWARD))

    refused = client.get(page_of(desk, guest)).status_code
    carry(client, make_device(desk.week, DeskRole.REGISTRATION))

    assert refused == 403
    assert client.get(page_of(desk, guest)).status_code == 200
    assert client.get(page_of(desk, declined)).status_code == 404
    assert client.get(page_of(desk, stranger)).status_code == 404
