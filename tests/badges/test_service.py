"""Badges: one live code each, derived from our secret, kept as a digest."""

import io

import pytest
from sqlalchemy import func, select

from eventapp import config
from eventapp.badges import printing, queries, service, working
from eventapp.badges.models import Badge
from eventapp.badges.printing import BadgeUnreadable, NothingToPrint
from eventapp.jobs import queries as jobs
from eventapp.jobs import service as work
from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel import codes
from eventapp.kernel.db import db
from eventapp.registration.errors import NotConfirmed
from eventapp.registration.service.deciding import confirm_registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import make_registration, make_week
from tests.conftest import Client, settings_for


@pytest.mark.usefixtures("database")
def test_confirming_a_registration_issues_its_badge() -> None:
    guest = make_registration(status=RegistrationStatus.SUBMITTED)

    confirm_registration(guest, actor="Office")

    badge = queries.badge_of(guest)
    assert badge is not None
    code = service.code_of(badge)
    assert code is not None
    assert codes.parse(code).code == code


@pytest.mark.usefixtures("database")
def test_a_badge_is_issued_once() -> None:
    guest = make_registration()

    assert service.issue(guest) is service.issue(guest)
    assert db.session.scalar(select(func.count(Badge.id))) == 1


@pytest.mark.usefixtures("database")
def test_only_who_is_expected_bears_a_badge() -> None:
    guest = make_registration(status=RegistrationStatus.SUBMITTED)

    with pytest.raises(NotConfirmed):
        service.issue(guest)
    with pytest.raises(NotConfirmed):
        service.reissue(guest, actor="Office")


@pytest.mark.usefixtures("database")
def test_the_database_keeps_no_code() -> None:
    guest = make_registration()
    badge = service.issue(guest)
    code = service.code_of(badge)
    assert code is not None

    assert badge.code_digest == codes.digest(code)
    assert code.encode() not in badge.code_digest


def test_after_a_new_secret_a_badge_is_reissued_not_guessed(
    app: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert app
    guest = make_registration()
    badge = service.issue(guest)
    before = config.current()
    other = settings_for(before.database, before.data, secret_key="y" * 40)

    config.use(other)
    try:
        unreadable = service.code_of(badge)
        with pytest.raises(BadgeUnreadable):
            printing.face_of(badge)
        fresh = service.code_of(service.reissue(guest, actor="Office"))
    finally:
        config.use(before)

    assert unreadable is None
    assert fresh is not None
    assert tmp_path_factory


@pytest.mark.usefixtures("database")
def test_a_face_shows_both_names_role_and_institution() -> None:
    guest = make_registration(kind=DelegateKind.EXPERT)
    badge = service.issue(guest)

    face = printing.face_of(badge)

    assert (face.latin, face.native, face.lead) == ("Wang Xiaoming", "王小明", "native")
    assert (face.role, face.band) == ("Expert", "olive")
    assert face.institution == "University of Opole"


@pytest.mark.usefixtures("database")
def test_all_badges_are_printed_by_a_job() -> None:
    week = make_week()
    for _ in range(5):
        service.issue(make_registration(week))
    make_registration(week, status=RegistrationStatus.SUBMITTED)
    job = work.ask("badges.sheets", {"week": str(week.id)}, week_id=week.id)
    key = job.id
    db.session.commit()

    done = work.work_off()

    job = db.session.get_one(Job, key)
    result = jobs.result_of(job)
    assert (done, job.status, job.done, job.total) == (1, JobStatus.DONE, 5, 5)
    assert result is not None
    assert result.name == f"badges-{week.slug}.pdf"
    assert result.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("database")
def test_without_a_confirmed_registration_there_is_nothing_to_print() -> None:
    week = make_week()

    with pytest.raises(NothingToPrint):
        working.print_sheets({"week": str(week.id)}, lambda _done, _of: None)


def test_the_badge_is_shown_only_to_its_bearer(client: Client) -> None:
    guest, other = make_registration(), make_registration()
    service.issue(guest)
    service.issue(other)
    own, foreign = f"/me/{guest.id}/badge", f"/me/{other.id}/badge"
    with client.session_transaction() as session:
        session["registrations"] = [str(guest.id)]

    assert "王小明" in client.get(own).text
    for form in ("", ".svg", ".png", ".pdf"):
        assert client.get(foreign + form).status_code == 404


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_the_badge_is_a_drawing_a_picture_and_a_page(
    client: Client, form: str, media_type: str, begins: bytes
) -> None:
    guest = make_registration()
    service.issue(guest)
    address = f"/me/{guest.id}/badge.{form}"
    with client.session_transaction() as session:
        session["registrations"] = [str(guest.id)]

    answer = client.get(address)

    assert answer.content_type.startswith(media_type)
    assert io.BytesIO(answer.data).read(len(begins)) == begins
