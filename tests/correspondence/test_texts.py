"""The office writes its own words, sees them as somebody reads them, and goes back."""

from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import MailText, Message
from eventapp.registration import notices
from tests.builders import make_registration, make_week
from tests.conftest import Client

DECLINED = "/organise/spring/mail-texts/registration.declined/en"
CONFIRMED = "/organise/spring/mail-texts/registration.confirmed/en"


def test_own_words_are_tried_saved_sent_and_given_back(client: Client) -> None:
    week = make_week("spring")
    guest = make_registration(week, name=PersonName("Anna Nowak"), number=412)
    client.sign_in()
    page = client.get(DECLINED).text
    assert "These are our words." in page
    assert "We cannot confirm your registration." in page
    words = {"subject": "About {week}", "text": "{greeting}\n\nNo.\n{reason}"}

    tried = client.post(DECLINED, data={**words, "preview": "1", "as": guest.id}).text
    assert "Not saved yet." in tried
    assert f"<p>Dear {guest.name.first},</p>" in tried
    assert db.session.scalars(select(MailText)).all() == []

    saved = client.post(DECLINED, data=words, follow_redirects=True).text
    assert "Saved. Mails from now on have these words." in saved
    assert "Your words" in client.get("/organise/spring/mail-texts").text
    notices.tell_declined(guest, [])
    sent = db.session.scalars(select(Message)).one()
    assert (sent.subject, sent.text) == (
        f"About {week.name}",
        f"Dear {guest.name.first},\n\nNo.\n",
    )

    restored = client.post(f"{DECLINED}/restore", follow_redirects=True).text
    assert "These are our words." in restored
    assert db.session.scalars(select(Entry.action).order_by(Entry.at)).all() == [
        "mail_text.changed",
        "mail_text.restored",
    ]


def test_what_could_not_be_filled_in_is_told_and_not_saved(client: Client) -> None:
    make_week("spring")
    client.sign_in()

    answer = client.post(CONFIRMED, data={"subject": "For {nmae}", "text": "Come! {"})

    assert answer.status_code == 422
    assert "There is no {nmae} here. Did you mean {name}?" in answer.text
    assert "A brace { stands alone." in answer.text
    assert "{link} is missing." in answer.text
    assert db.session.scalars(select(MailText)).all() == []
    assert client.get(CONFIRMED.replace("/en", "/xx")).status_code == 404
    assert client.get(CONFIRMED.replace("confirmed", "x")).status_code == 404


def test_a_mail_is_read_as_anybody_of_the_week(client: Client) -> None:
    week = make_week("spring")
    guest = make_registration(week, name=PersonName("Anna Nowak"), number=412)
    other = make_registration(make_week("autumn"), name=PersonName("Zofia Lis"))
    client.sign_in()

    found = client.get(f"{CONFIRMED}?q=nowak").text
    assert f"?as={guest.id}" in found
    read = client.get(f"{CONFIRMED}?as={guest.id}").text
    assert "Your badge number is 0412." in read
    assert f"Dear {guest.name.first}," in read
    assert "Zofia" not in client.get(f"{CONFIRMED}?as={other.id}").text
    assert "Nobody found." in client.get(f"{CONFIRMED}?q=zofia").text
