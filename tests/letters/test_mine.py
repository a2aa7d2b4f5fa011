"""The delegate's page: asking, masks, answering anew, the letter, the outcome."""

import re

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.letters.errors import (
    LettersNotOffered,
    NoLongerAnswerable,
    NotMade,
    NotRegistered,
    NotWaiting,
    TooLateToAsk,
)
from eventapp.letters.models import LetterRequest
from eventapp.letters.service import deciding
from eventapp.letters.service.asking import check_open, tell_outcome, withdraw
from eventapp.letters.service.issuing import issue, settings_for
from eventapp.letters.vocabulary import LetterField, LetterStatus, Outcome
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.vault.models import Sealed
from eventapp.vault.service import LookReason
from tests.builders import make_account, make_registration, make_week
from tests.conftest import Client, StoppedClock
from tests.letters.kit import (
    ANSWERS,
    BORN,
    LAST_DAY,
    NUMBER,
    TYPED,
    make_letter,
    make_settings,
    open_own,
)

pytestmark = pytest.mark.usefixtures("time")


def test_only_what_the_authority_wants_is_asked_and_kept(client: Client) -> None:
    wanted = (LetterField.NAME, LetterField.PASSPORT_NUMBER)
    week = make_settings(fields=wanted).week
    path = open_own(client, make_registration(week))

    page = client.get(path).text
    client.post(path, data=TYPED)

    assert "Name as in the passport" in page
    assert "Date of birth" not in page
    assert db.session.scalars(select(Sealed.masks)).one() == {
        "name": "•••••",
        "passport_number": "•••••321",
    }


def test_a_request_is_kept_sealed_and_shown_masked(client: Client) -> None:
    week = make_settings().week
    one = make_registration(week)
    path = open_own(client, one)

    page = client.post(path, data=TYPED, follow_redirects=True).text

    assert "Your request is with the organisers." in page
    assert "•••••321" in page
    assert NUMBER not in page
    assert BORN not in page
    letter = db.session.scalars(select(LetterRequest)).one()
    assert (letter.status, letter.warned) == (LetterStatus.REQUESTED, ())
    assert "They are deleted by Mon 12 Apr 2027 at the latest" in (letter.consent or "")
    changing = client.get(path, query_string={"change": 1}).text
    assert "We have •••••321. Leave it empty to keep it." in changing
    assert NUMBER not in changing


def test_an_empty_answer_keeps_what_was_given(client: Client) -> None:
    letter = make_letter()
    path = open_own(client, letter.registration)
    typed = dict.fromkeys(TYPED, "") | {"consulate": "Consulate, Kraków"}

    client.post(path, data=typed | {"agreed": "y"})

    by = make_account()
    found = db.session.scalars(select(LetterRequest)).one()
    answers = deciding.open_answers(found, LookReason.CHECK, by=by)
    assert answers == ANSWERS | {LetterField.CONSULATE: "Consulate, Kraków"}


def test_what_no_key_opens_must_be_typed_again(client: Client) -> None:
    letter = make_letter()
    address = open_own(client, letter.registration)
    row = db.session.scalars(select(Sealed)).one()
    row.key_mark = "of a lost key"
    db.session.flush()

    answer = client.post(address, data=TYPED | {"passport_number": ""})

    assert answer.status_code == 422
    assert "Enter the number of your passport." in answer.text


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("name", "王小明", "Enter the name in Latin letters"),
        ("passport_number", "12<34", "Enter 5 to 20 letters A to Z and digits"),
        ("passport_number", "", "Enter the number of your passport."),
        ("born_on", "2030-01-01", "It lies in the past."),
        ("born_on", "31.1.1980", "Enter a day like"),
        ("passport_expires_on", "2027-03-12", "ends before the week is over"),
        ("departs_on", "2027-03-01", "lies before the first one"),
        ("arrives_on", "2026-03-01", "within three months of the week"),
        ("sex", "Q", "Choose one of the answers."),
        ("agreed", "", "Without your consent"),
    ],
)
def test_a_wrong_answer_is_said_in_plain_words(
    client: Client, name: str, typed: str, sentence: str
) -> None:
    week = make_settings().week
    path = open_own(client, make_registration(week))

    answer = client.post(path, data=TYPED | {name: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Sealed)).all() == []


def test_what_the_office_should_look_at_is_noted_while_it_is_typed(
    client: Client,
) -> None:
    week = make_settings().week
    path = open_own(client, make_registration(week, name=PersonName("Wang Wei")))

    page = client.post(
        path,
        data=TYPED
        | {"passport_expires_on": "2027-08-01", "passport_number": "ab 1-234"},
        follow_redirects=True,
    ).text

    assert "Your passport ends soon" in page
    letter = db.session.scalars(select(LetterRequest)).one()
    assert letter.warned == ("passport_short", "name_differs")
    assert db.session.scalars(select(Sealed.masks)).one()["passport_number"] == (
        "•••••234"
    )


def test_who_may_not_ask_reads_why(client: Client, time: StoppedClock) -> None:
    week = make_week()
    draft = RegistrationStatus.DRAFT
    with pytest.raises(LettersNotOffered):
        check_open(make_registration(week))
    make_settings(week, last_day=LAST_DAY)
    with pytest.raises(NotRegistered):
        check_open(make_registration(week, status=draft))
    with pytest.raises(NotRegistered):
        check_open(make_registration(week, name=PersonName(""), to_be_named="Dean"))
    returned = make_letter(week)
    deciding.ask_back(returned, "Which consulate?", by=make_account())

    time.advance(days=20)

    with pytest.raises(TooLateToAsk):
        check_open(make_registration(week))
    check_open(returned.registration)  # whom we asked may answer
    path = open_own(client, make_registration(week))
    assert "The last day to ask for a letter is over." in client.get(path).text
    assert client.get(f"{path}/file").status_code == 405
    assert client.post(f"{path}/file").status_code == 404


def test_another_person_s_page_is_not_found(client: Client) -> None:
    letter = make_letter()
    open_own(client, make_registration(letter.week))

    assert client.get(f"/me/{letter.registration_id}/letter").status_code == 404


def test_withdrawing_forgets_at_once_and_asking_again_is_possible(
    client: Client,
) -> None:
    letter = make_letter()
    path = open_own(client, letter.registration)

    page = client.post(f"{path}/withdraw", follow_redirects=True).text

    assert "Your passport data are deleted." in page
    assert "Ask again" in page
    assert "Passport number" in client.get(path, query_string={"change": 1}).text
    assert db.session.scalars(select(Sealed)).all() == []
    with pytest.raises(NotWaiting):
        withdraw(db.session.scalars(select(LetterRequest)).one())
    client.post(path, data=TYPED)
    assert db.session.scalars(select(LetterRequest.status)).all() == ["requested"]


def test_the_letter_is_handed_out_and_the_outcome_ends_it(client: Client) -> None:
    letter, by = make_letter(), make_account()
    with pytest.raises(NotMade):
        tell_outcome(letter, Outcome.GRANTED)
    deciding.approve(letter, by=by)
    with pytest.raises(NoLongerAnswerable):
        check_open(letter.registration)
    issue(letter, settings_for(letter.week), by=by)
    path = open_own(client, letter.registration)

    file = client.post(f"{path}/file")

    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
    assert file.headers["Cache-Control"] == "no-store"
    assert "PW2027-0001.pdf" in file.headers["Content-Disposition"]
    looks = select(Entry.actor).where(Entry.details["reason"].as_string() == "owner")
    assert db.session.scalars(looks).all() == ["delegate"]
    nothing = client.post(f"{path}/outcome")
    assert (nothing.status_code, "Choose what became of it." in nothing.text) == (
        422,
        True,
    )
    done = client.post(
        f"{path}/outcome", data={"outcome": "granted"}, follow_redirects=True
    ).text
    assert re.search(r"Outcome: Visa granted\.", done)
    assert db.session.scalars(select(Sealed)).all() == []
    assert client.post(f"{path}/file").status_code == 409
