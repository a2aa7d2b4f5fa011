"""The office's pages of approval: the queue, many at once, changes, rules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.registration.answers import NameAnswers
from eventapp.registration.approval import open_change, open_inquiries
from eventapp.registration.models.approvals import Inquiry, KeptReason
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.applying import save_answers
from eventapp.registration.service.deciding import check_registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_account, make_registration, make_week
from tests.conftest import Client, StoppedClock

SUBMITTED = RegistrationStatus.SUBMITTED
ANSWERED = ("name", "institution", "stay", "events", "needs", "check")
RULES = "/organise/spring/approval"
ALL = "/organise/spring/registrations"


def waiting(week: Week, name: str = "Anna Nowak") -> Registration:
    person = PersonName(name)
    return make_registration(week, status=SUBMITTED, name=person, steps_done=ANSWERED)


def changed(week: Week) -> Registration:
    one = make_registration(week, steps_done=ANSWERED)
    save_answers(one, "name", NameAnswers(PersonName("Wang Daming"), None))
    return one


def test_the_queue_shows_all_that_waits_for_the_same_statements(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    week = make_week("spring", approval_steps=2, rechecked=("name",))

    def fill(count: int) -> None:
        for number in range(count):
            waiting(week, f"Unchecked {number}")
            one = waiting(week, f"Checked {number}")
            check_registration(one, "", is_recommended=True, by=make_account())
            asked = changed(week)
            add(
                Inquiry(
                    sentence="A better photo",
                    due_on=time.now.date() - timedelta(days=1),
                    asked_by="Office",
                    asked_at=time.now,
                    registration_id=asked.id,
                )
            )

    fill(1)
    client.sign_in()
    with statements() as few:
        client.get("/organise/spring/queue")
    fill(4)
    with statements() as many:
        page = client.get("/organise/spring/queue").text

    assert len(many) == len(few)
    for heading in ("First checks (5)", "Decisions (5)", "Changed answers (5)"):
        assert heading in page
    assert "Asked back (5)" in page
    overview = client.get("/organise/spring/").text
    assert "5 registrations to check" in overview
    assert "5 changed answers to look at" in overview
    assert "5 delegates have not answered you in time" in overview


def test_many_are_declined_each_in_their_language(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    texts = Localised({"en": "The week is full.", "zh-Hans": "名额已满。"})
    kept = add(KeptReason(text=texts, created_at=time.now, week_id=week.id))
    chosen = [waiting(week), waiting(week)]
    chosen[1].language = "zh-Hans"
    client.sign_in()
    data = {"registration": [str(one.id) for one in chosen], "do": "decline"}

    page = client.post(f"{ALL}/preview", data=data).text
    empty = client.post(f"{ALL}/do", data=data)
    client.post(f"{ALL}/do", data=data | {"kept": str(kept.id)})

    assert "2 registrations will be declined." in page
    assert empty.status_code == 422
    assert "Choose a reason, or write one." in empty.text
    said = [one.text for one in db.session.scalars(select(Message))]
    assert sum("The week is full." in text for text in said) == 1
    assert sum("名额已满。" in text for text in said) == 1


def test_who_checked_many_confirms_none_of_them(client: Client) -> None:
    week = make_week("spring", approval_steps=2)
    data = {"registration": [str(waiting(week).id), str(waiting(week).id)]}
    client.sign_in()

    done = client.post(
        f"{ALL}/do", data=data | {"do": "check"}, follow_redirects=True
    ).text
    page = client.post(f"{ALL}/preview", data=data | {"do": "confirm"}).text

    assert "2 registrations are checked." in done
    assert "2: You checked this registration yourself." in page
    client.sign_in()
    client.post(f"{ALL}/do", data=data | {"do": "confirm"})
    statuses = set(db.session.scalars(select(Registration.status)))
    assert statuses == {RegistrationStatus.CONFIRMED}


def test_one_is_checked_with_a_reason_that_the_next_one_reads(client: Client) -> None:
    one = waiting(make_week("spring", approval_steps=2))
    client.sign_in()
    address = f"{ALL}/{one.id}/check"
    before = client.get(f"{ALL}/{one.id}").text
    assert ("Check it first" in before, ">Confirm<" in before) == (True, False)

    silent = client.post(address, data={"verdict": "no", "reason": ""})
    client.post(address, data={"verdict": "no", "reason": "Nobody knows them."})

    assert "Enter a reason." in silent.text
    client.sign_in()
    page = client.get(f"{ALL}/{one.id}").text
    assert "Nobody knows them." in page
    assert ">Confirm<" in page


def test_a_change_is_looked_at_and_accepted_on_the_page(client: Client) -> None:
    week = make_week("spring", rechecked=("name",))
    one = changed(week)
    change = open_change(one)
    assert change is not None
    client.sign_in()
    address = f"{ALL}/{one.id}"

    page = client.get(address).text
    wrong = client.post(f"/organise/spring/changes/{change.id}/accept")
    seen = page.split('name="seen" value="')[-1].split('"')[0]
    client.post(f"/organise/spring/changes/{change.id}/accept", data={"seen": seen})

    assert "Changed answers that wait for you" in page
    assert "Wang Daming" in page
    assert wrong.status_code == 409
    assert db.session.get_one(Registration, one.id).name.latin == "Wang Daming"
    late = client.post(
        f"/organise/spring/changes/{change.id}/decline",
        data={"seen": seen, "reason": "No"},
    )
    assert late.status_code == 409


def test_somebody_else_s_decision_is_told_to_who_comes_late(client: Client) -> None:
    one = waiting(make_week("spring"))
    client.sign_in()
    client.post(f"{ALL}/{one.id}/confirm", data={"seen": "submitted"})

    late = client.post(
        f"{ALL}/{one.id}/decline", data={"seen": "submitted", "reason": "Full"}
    )

    assert late.status_code == 409
    assert "Somebody decided about this registration a moment ago." in late.text


def test_a_delegate_is_asked_for_something(client: Client, time: StoppedClock) -> None:
    one = waiting(make_week("spring"))
    client.sign_in()
    address = f"{ALL}/{one.id}/ask"

    past = client.post(address, data={"sentence": "More", "due": "2027-02-28"})
    client.post(address, data={"sentence": "More, please", "due": "2027-03-04"})

    assert time
    assert "Enter a day that is not over." in past.text
    found = open_inquiries(one)
    assert [inquiry.sentence for inquiry in found] == ["More, please"]
    assert "More, please" in client.get(f"{ALL}/{one.id}").text


def test_the_rules_of_approval_are_set_and_reasons_kept(client: Client) -> None:
    make_week("spring")
    client.sign_in()

    client.post(RULES, data={"steps": "2", "rechecked": ["name", "days"]})
    wrong = client.post(RULES, data={"rechecked": ["shoe size"]})
    empty = client.post(f"{RULES}/reasons", data={"text-en": ""})
    page = client.post(
        f"{RULES}/reasons", data={"text-en": "Full."}, follow_redirects=True
    )

    week = db.session.scalars(select(Week).where(Week.slug == "spring")).one()
    assert (week.approval_steps, week.rechecked) == (2, ("name", "days"))
    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "Choose how you decide." in wrong.text
    assert "Full." in page.text
    kept = db.session.scalars(select(KeptReason)).one()
    client.post(f"{RULES}/reasons/{kept.id}/remove")
    assert db.session.scalars(select(KeptReason)).all() == []
