"""The pages around the table: views, columns, tags, bulk deeds and their undoing."""

import re

import pytest
from sqlalchemy import select

from eventapp.jobs import service as jobs
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import LetterStatus
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection import bulk, deeds, working
from eventapp.selection.models import Deed, SavedView
from tests.builders import make_account, make_event, make_registration, make_week
from tests.conftest import Client
from tests.selection.tagged import make_tagged, tag_them

SUBMITTED = RegistrationStatus.SUBMITTED


def at(week: Week, more: str = "") -> str:
    return f"/organise/{week.slug}/{more}"


def waiting(week: Week, *names: str) -> list[Registration]:
    return [
        make_registration(week, name=PersonName(name), status=SUBMITTED)
        for name in names
    ]


def fields(page: str) -> list[tuple[str, str]]:
    """What the form of a preview would send."""
    return re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page)


def test_a_saved_view_brings_filters_order_and_columns_back(client: Client) -> None:
    week = make_week()
    ann, ben = waiting(week, "Ann", "Ben")
    ann.phone, ben.status = "+48 600", RegistrationStatus.CONFIRMED
    client.sign_in()

    answer = client.post(
        at(week, "registrations/views"),
        data={
            "name": "To call",
            "status": "submitted",
            "sort": "-name",
            "column": ["phone", "status"],
        },
    )
    page = client.get(answer.location).text

    assert "To call" in page
    assert "+48 600" in page
    assert "Ben</" not in page
    assert "Institution</a>" not in page
    assert 'aria-sort="descending"' in page


def test_one_s_own_view_is_nobody_else_s(client: Client) -> None:
    week = make_week()
    client.sign_in()
    for name, shared in (("Mine", ""), ("Ours", "1")):
        data = {"name": name, "is_shared": shared} if shared else {"name": name}
        client.post(at(week, "registrations/views"), data=data)
    own = db.session.scalars(select(SavedView).where(~SavedView.is_shared)).one()
    db.session.execute(
        SavedView.__table__.update().values(owner_id=make_account().id)  # type: ignore[attr-defined]  # a Table
    )

    client.get(at(week, "registrations"))  # says that they are kept
    page = client.get(at(week, "registrations")).text
    answer = client.post(at(week, f"registrations/views/{own.id}/remove"))

    assert ("Ours" in page, "Mine" in page) == (True, False)
    assert answer.status_code == 404


def test_a_deed_is_looked_at_done_and_undone_by_pressing_what_is_shown(
    client: Client,
) -> None:
    week = make_week()
    ann, ben, cleo = waiting(week, "Ann", "Ben", "Cleo")
    cleo.status = RegistrationStatus.DECLINED
    client.sign_in()
    ticks = [str(one.id) for one in (ann, ben, cleo)]

    look = client.post(
        at(week, "registrations/preview"), data={"do": "decline", "registration": ticks}
    )
    assert "2 registrations will be declined." in look.text
    assert "1: This registration does not wait for a decision." in look.text
    data: dict[str, list[str]] = {}
    for name, value in fields(look.text):
        data.setdefault(name, []).append(value)
    refused = client.post(at(week, "registrations/do"), data=data)
    assert refused.status_code == 422
    assert "Choose a reason, or write one." in refused.text
    done = client.post(
        at(week, "registrations/do"), data={**data, "reason": "The week is full."}
    )
    page = client.get(done.location).text
    assert "2 registrations are declined." in page
    assert "2 e-mails still wait. They are taken back unsent." in page

    undone = client.post(f"{done.location}/undo", follow_redirects=True).text

    assert "Undone for 2 registrations." in undone
    statuses = select(Registration.status).order_by(Registration.number)
    assert db.session.scalars(statuses).all() == [
        SUBMITTED,
        SUBMITTED,
        RegistrationStatus.DECLINED,
    ]
    states = set(db.session.scalars(select(Message.status)))
    assert states == {MessageStatus.WITHDRAWN}
    again = client.post(f"{done.location}/undo")
    assert (again.status_code, "undone before" in again.text) == (409, True)


def test_a_list_that_changed_since_the_look_is_looked_at_again(
    client: Client,
) -> None:
    week = make_week()
    waiting(week, "Ann", "Ben")
    client.sign_in()

    answer = client.post(
        at(week, "registrations/do"),
        data={"do": "confirm", "all": "1", "number": "1", "status": "submitted"},
    )

    assert answer.status_code == 409
    assert "The list has changed since you looked." in answer.text
    assert db.session.scalars(select(Deed)).all() == []


def test_many_are_done_and_undone_by_a_job_that_names_those_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bulk, deeds):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    monkeypatch.setattr(working, "STEP", 2)
    week = make_week()
    waiting(week, "Ann", "Ben", "Cleo")
    make_registration(week, name=PersonName("Zoe"))
    client.sign_in()
    data = {"do": "confirm", "all": "1", "number": "4"}

    look = client.post(at(week, "registrations/preview"), data=data).text
    answer = client.post(at(week, "registrations/do"), data=data)
    jobs.work_off()

    assert "This is long work." in look
    assert "/jobs/" in answer.location
    deed = db.session.scalars(select(Deed)).one()
    assert (deed.count, deed.left_out) == (3, 1)
    result = db.session.scalars(select(JobResult)).one()
    assert result.content.decode("utf-8-sig").count("Zoe") == 1
    client.post(at(week, f"deeds/{deed.id}/undo"))
    assert "In progress" in client.get(at(week, "deeds")).text
    early = client.post(at(week, f"deeds/{deed.id}/undo"))
    assert (early.status_code, "still at work" in early.text) == (409, True)
    jobs.work_off()
    submitted = select(Registration.id).where(Registration.status == SUBMITTED)
    assert len(db.session.scalars(submitted).all()) == 3
    undoing = db.session.scalars(select(Job).where(Job.id == deed.job_id)).one()
    undoing.status = JobStatus.CANCELLED
    db.session.commit()
    for page in ("deeds", f"deeds/{deed.id}"):
        found = client.get(at(week, page)).text
        assert ("topped before" in found, "In progress" in found) == (True, False)
    assert {one.kind for one in db.session.scalars(select(Job))} == {
        "selection.deed",
        "selection.undo",
    }


def test_people_are_signed_up_after_the_event_was_chosen(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Boat tour", capacity=1)
    people = [make_registration(week) for _n in range(2)]
    client.sign_in()
    ticks = {"do": "sign_up", "registration": [str(one.id) for one in people]}
    preview = at(week, "registrations/preview")

    asks = client.post(preview, data=ticks).text
    look = client.post(preview, data={**ticks, "event": str(event.id)}).text
    done = client.post(
        at(week, "registrations/do"), data={**ticks, "event": str(event.id)}
    )

    assert "Boat tour" in asks
    assert "1 person will be signed up." in look
    assert "1: This event is full" in look
    assert "1 person is signed up for Boat tour." in client.get(done.location).text


def test_others_get_the_same_people_by_the_same_form(client: Client) -> None:
    week = make_week()
    client.sign_in()

    addresses = {
        what: client.post(at(week, "registrations/preview"), data={"do": what}).location
        for what in ("write", "badges", "export")
    }

    assert addresses == {
        "write": at(week, "mailings/begin"),
        "badges": at(week, "registrations/badges"),
        "export": at(week, "lists/delegates"),
    }


def test_badges_are_printed_of_those_who_were_ticked(client: Client) -> None:
    week = make_week()
    ann = make_registration(week, name=PersonName("Ann"))
    make_registration(week, name=PersonName("Ben"))
    client.sign_in()
    client.post(at(week, "registrations/do"), data={"do": "confirm"})
    data = {"registration": str(ann.id)}

    look = client.post(at(week, "registrations/badges"), data=data).text

    assert "Ben" not in look
    assert "Left out: 1" in look or "1 badge will be printed." in look


def test_tags_are_counted_renamed_and_removed(client: Client) -> None:
    week = make_week()
    ann, ben = make_registration(week), make_registration(week)
    by = make_account()
    keys = make_tagged(ann, by)
    tag_them(ben, by=by)
    tag_them(ann, by=by, words="Board")
    client.sign_in()

    listed = client.get(at(week, "tags")).text
    taken = client.post(at(week, f"tags/{keys['tag_id']}"), data={"tag": "board"})
    client.post(at(week, f"tags/{keys['tag_id']}"), data={"tag": "Media"})
    found = client.get(at(week, f"registrations?tag={keys['tag_id']}")).text
    client.post(at(week, f"tags/{keys['tag_id']}/remove"), follow_redirects=True)

    assert f'registrations?tag={keys["tag_id"]}">2<' in listed
    assert taken.status_code == 409
    assert "Tag: Media" in found
    assert "2 found." in found
    assert "Media" not in client.get(at(week, "tags")).text


def test_what_a_bulk_cancellation_ends_for_good_is_said_before_and_after(
    client: Client,
) -> None:
    by = make_account()
    week = make_week()
    ann = make_registration(week, name=PersonName("Ann"))
    db.session.add(
        LetterRequest(
            registration_id=ann.id,
            status=LetterStatus.CHECKING,
            consent_language="en",
            asked_at=clock.now(),
            changed_at=clock.now(),
            week_id=week.id,
        )
    )
    db.session.commit()
    client.act_for(by)
    sent = {"do": "cancel", "registration": str(ann.id)}

    before = client.post(at(week, "registrations/preview"), data=sent).text
    answer = client.post(at(week, "registrations/do"), data=sent)
    client.post(f"{answer.location}/undo", data={})
    after = client.get(answer.location).text
    person = client.get(at(week, f"registrations/{ann.id}"))

    assert "1 visa letter ends" in before
    assert "not brought back by undoing" in after
    assert "Visa letter" in after
    assert person.status_code == 200  # its mail was withdrawn
