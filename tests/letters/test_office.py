"""The office's pages: queue, looks, decisions, numbers, many at once, settings."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp import config
from eventapp.accounts.models import Account
from eventapp.jobs.models import Job, JobResult
from eventapp.jobs.service import work_off
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.letters.errors import (
    AnswersGone,
    LettersNotOffered,
    NotExpected,
    NothingToIssue,
    NotMade,
    NotWaiting,
)
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.service import deciding
from eventapp.letters.service.issuing import issue, settings_for
from eventapp.letters.vocabulary import LetterStatus, Outcome
from eventapp.letters.working import issue_letters
from eventapp.mail.models import Message
from eventapp.registration.service import applying
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.vault import service as vault
from eventapp.vault.models import Sealed
from tests.builders import make_account, make_institution, make_registration, make_week
from tests.conftest import Client
from tests.letters.kit import (
    BORN,
    NUMBER,
    make_letter,
    make_settings,
    office,
)
from tests.programme.contest import at_once

pytestmark = pytest.mark.usefixtures("time")


def again(letter: LetterRequest) -> LetterRequest:
    return db.session.get_one(LetterRequest, letter.id)


def made(letter: LetterRequest, by: Account | None = None) -> LetterRequest:
    by = by or make_account()
    deciding.approve(letter, by=by)
    issue(letter, settings_for(letter.week), by=by)
    return letter


def test_the_queue_shows_masks_in_a_constant_number_of_statements(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_settings().week
    first = make_letter(week)
    client.sign_in()
    path = f"/organise/{week.slug}/letters"
    client.get(path)

    with statements() as few:
        page = client.get(path).text
    for number in range(6):
        home = make_institution(f"University {number}")
        make_letter(week, institution_id=home.id)
    db.session.commit()
    with statements() as many:
        client.get(path)

    assert "•••••321" in page
    assert NUMBER not in page
    assert len(many) == len(few)
    assert "7 found." in client.get(path, query_string={"status": "requested"}).text
    assert "No request fits" in client.get(path, query_string={"q": "nobody"}).text
    assert client.get(office(first)).status_code == 200


def test_looking_takes_a_reason_and_is_kept_in_the_journal(client: Client) -> None:
    letter = make_letter(name=PersonName("Wang Wei"))
    account = client.sign_in()

    closed = client.get(office(letter)).text
    refused = client.post(office(letter, "/open"), data={"reason": "curious"})
    opened = client.post(office(letter, "/open"), data={"reason": "check"})

    assert NUMBER not in closed
    assert (refused.status_code, NUMBER in refused.text) == (422, False)
    assert NUMBER in opened.text
    assert "Name differs" in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    look = db.session.scalars(select(Entry).where(Entry.action == "vault.opened")).one()
    assert (look.actor, look.actor_id) == (account.name, account.id)
    assert look.details == {"kind": "passport", "reason": "check"}
    assert again(letter).status is LetterStatus.CHECKING
    after = client.get(office(letter)).text
    assert "Opened passport data" in after
    assert "Reason: To check it against the registration" in after


def test_with_a_lost_key_the_page_says_so_and_keeps_no_look(client: Client) -> None:
    letter = make_letter()
    client.sign_in()
    before = config.current()
    config.use(replace(before, secret_key="another secret of the site, long enough"))
    try:
        answer = client.post(office(letter, "/open"), data={"reason": "check"})
    finally:
        config.use(before)

    assert answer.status_code == 409
    assert "the key of the vault does not fit" in answer.text
    looks = select(Entry).where(Entry.action == "vault.opened")
    assert db.session.scalars(looks).all() == []


def test_a_letter_goes_from_check_to_outcome(client: Client) -> None:
    letter = make_letter()
    client.sign_in()

    approved = client.post(office(letter, "/approve"), follow_redirects=True).text
    client.post(office(letter, "/make"))
    file = client.post(office(letter, "/file"))
    sent = client.post(office(letter, "/send"), follow_redirects=True).text
    client.post(office(letter, "/outcome"), data={"outcome": "unknown"})

    assert "The letter has the number PW2027-0001." in approved
    assert file.data.startswith(b"%PDF-")
    assert "Sent. The mail holds a link, not the letter." in sent
    mail = db.session.scalars(select(Message)).one()
    assert mail.occasion == "letter.ready"
    assert "Your invitation letter PW2027-0001 is ready." in mail.text
    assert "/me/enter/" in mail.text
    assert NUMBER not in mail.text
    found = again(letter)
    assert (found.status, found.outcome) == (LetterStatus.SENT, Outcome.UNKNOWN)
    assert db.session.scalars(select(Sealed)).all() == []


def test_asking_back_voids_the_letter_and_keeps_its_number(client: Client) -> None:
    letter, by = make_letter(), make_account()
    made(letter, by)
    client.sign_in()

    empty = client.post(office(letter, "/return"), data={"sentence": " "})
    client.post(office(letter, "/return"), data={"sentence": "Renew your passport."})

    assert (empty.status_code, "Enter a sentence" in empty.text) == (422, True)
    found = again(letter)
    assert (found.status, found.note) == (
        LetterStatus.RETURNED,
        "Renew your passport.",
    )
    assert "Renew your passport." in db.session.scalars(select(Message.text)).one()
    with pytest.raises(NotMade):
        deciding.paper(found, by=by)
    found.status = LetterStatus.REQUESTED
    deciding.approve(found, by=make_account())
    assert found.numbered == "PW2027-0001"


def test_refusing_tells_the_reason_and_forgets(client: Client) -> None:
    letter = make_letter()
    client.sign_in()

    client.post(office(letter, "/refuse"), data={"sentence": "No such partner."})

    assert again(letter).status is LetterStatus.REFUSED
    mail = db.session.scalars(select(Message.text)).one()
    assert "No such partner." in mail
    assert "We have deleted your passport data." in mail
    assert db.session.scalars(select(Sealed)).all() == []


def test_what_is_decided_is_not_decided_again() -> None:
    by = make_account()
    letter = make_letter()
    waiting = make_letter(letter.week, status=RegistrationStatus.SUBMITTED)
    with pytest.raises(NotExpected):
        deciding.approve(waiting, by=by)
    with pytest.raises(NotMade):
        deciding.send(letter, by=by)
    with pytest.raises(NotMade):
        deciding.paper(letter, by=by)
    with pytest.raises(NotWaiting):
        issue(letter, settings_for(letter.week), by=by)
    with pytest.raises(LettersNotOffered):
        settings_for(make_week())
    made(letter, by)
    with pytest.raises(NotWaiting):
        deciding.approve(letter, by=by)
    with pytest.raises(NotWaiting):
        deciding.refuse(letter, "No", by=by)
    deciding.send(letter, by=by)
    with pytest.raises(NotMade):
        deciding.send(letter, by=by)
    deciding.note_outcome(letter, Outcome.REFUSED, by=by)
    with pytest.raises(NotWaiting):
        deciding.ask_back(letter, "?", by=by)
    lost = make_letter(letter.week)
    vault.forget(lost.registration_id)
    with pytest.raises(AnswersGone):
        deciding.approve(lost, by=by)


def test_numbers_have_no_gap_and_no_double_when_all_approve_at_once(app: Flask) -> None:
    week = make_settings().week
    by_id = make_account().id
    keys = [make_letter(week).id for _ in range(12)]
    refused = make_letter(week, status=RegistrationStatus.SUBMITTED).id
    db.session.commit()

    def approve(key: Any) -> None:
        letter = db.session.get_one(LetterRequest, key)
        deciding.approve(letter, by=db.session.get_one(Account, by_id))

    deeds = [partial(approve, key) for key in [*keys, *keys, refused]]
    outcomes = at_once(app, deeds)

    assert sorted(outcomes) == ["NotExpected"] + ["NotWaiting"] * 12 + ["done"] * 12
    numbers = select(LetterRequest.number).where(LetterRequest.number.is_not(None))
    assert set(db.session.scalars(numbers)) == set(range(1, 13))
    assert db.session.scalars(select(LetterSettings.next_number)).one() == 13


def test_a_job_makes_all_and_its_file_holds_no_passport(client: Client) -> None:
    week = make_settings().week
    by = client.sign_in()
    for _ in range(2):
        deciding.approve(make_letter(week), by=by)
    lost = make_letter(week)
    deciding.approve(lost, by=by)
    vault.forget(lost.registration_id)
    path = f"/organise/{week.slug}/letters"
    assert "3 approved letters are made" in client.get(f"{path}/make").text

    client.post(f"{path}/make")
    db.session.commit()
    work_off()

    report = db.session.scalars(select(JobResult.content)).one().decode("utf-8-sig")
    assert [line.split(",")[:2] for line in report.splitlines()[1:]] == [
        ["PW2027-0001", "Letter made"],
        ["PW2027-0002", "Letter made"],
        ["PW2027-0003", ""],
    ]
    kept = client.post(f"{path}/files")
    assert zipfile.ZipFile(io.BytesIO(kept.data)).namelist() == [
        "PW2027-0001.pdf",
        "PW2027-0002.pdf",
    ]
    assert "2 delegates get a mail" in client.get(f"{path}/send").text
    client.post(f"{path}/send")
    assert db.session.scalars(select(Message.occasion)).all() == ["letter.ready"] * 2
    assert NUMBER not in str(db.session.scalars(select(Job.arguments)).all())
    with pytest.raises(NothingToIssue):
        issue_letters(
            {"week": str(make_week().id), "by": str(by.id)}, lambda *_count: None
        )


def test_who_cancelled_holds_up_nobody_elses_letter(client: Client) -> None:
    week = make_settings().week
    stays, leaves = made(make_letter(week)), made(make_letter(week))
    applying.cancel(leaves.registration)
    client.sign_in()

    packed = client.post(office(stays).replace(str(stays.id), "files"))
    client.post(office(stays).replace(str(stays.id), "send"))

    names = zipfile.ZipFile(io.BytesIO(packed.data)).namelist()
    assert names == [f"{stays.numbered}.pdf"]
    states = [again(one).status for one in (stays, leaves)]
    assert states == [LetterStatus.SENT, LetterStatus.ISSUED]


def test_the_list_and_the_counts_hold_nothing_of_the_vault(client: Client) -> None:
    week = make_settings().week
    letter = made(make_letter(week, institution_id=make_institution().id))
    deciding.note_outcome(letter, Outcome.GRANTED, by=make_account())
    make_letter(week)
    client.sign_in()

    table = client.post(f"/organise/{week.slug}/letters.csv").text
    page = client.get(f"/organise/{week.slug}/letters/statistics").text

    assert "PW2027-0001,Letter made" in table
    assert "Visa granted" in table
    assert NUMBER not in table
    assert BORN not in table
    assert "Poland" in page
    assert "Not given" in page


def test_settings_are_checked_before_they_are_kept(client: Client) -> None:
    week = make_week()
    client.sign_in()
    path = f"/organise/{week.slug}/letters/settings"
    proposed = client.get(path).text
    good = {
        "is_offered": "y",
        "fields_wanted": ["name", "born_on"],
        "keep_days": "14",
        "number_pattern": "PW-{number:03d}",
        "head-en": "Host University",
        "body-en": "We invite {name} to {week}.",
    }

    def post(**changes: Any) -> str:
        data = {name: value for name, value in (good | changes).items() if value}
        return client.post(path, data=data, follow_redirects=True).text

    page = b"<html><script>alert(1)</script>"
    assert "We have the honour to invite" in proposed
    assert "We do not know these placeholders: {nmae}" in post(**{"body-en": "{nmae}"})
    assert "A brace { or } stands alone." in post(**{"body-en": "{name"})
    assert "Write {number} or {number:04d} once" in post(number_pattern="PW")
    assert "Choose at least the name." in post(fields_wanted=["sex"])
    assert "Choose a PNG or JPEG picture" in post(logo=(io.BytesIO(page), "logo.png"))
    assert db.session.scalars(select(LetterSettings)).all() == []
    assert "Saved." in post()
    kept = db.session.scalars(select(LetterSettings)).one()
    assert (kept.fields, kept.keep_days) == (("name", "born_on"), 14)
    assert (
        client.get(f"/organise/{week.slug}/letters/specimen.pdf").data[:5] == b"%PDF-"
    )


def test_nobody_else_sees_letters(client: Client) -> None:
    letter = make_letter()
    make_registration(letter.week)

    assert client.get(office(letter)).status_code == 302
    assert client.post(office(letter, "/open")).status_code == 302
