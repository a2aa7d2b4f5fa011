"""What failed is sent again, what waits is withdrawn, addresses are cleared."""

from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.mail.barring import is_dead, note_dead
from eventapp.mail.models import Message, MessageStatus
from tests.builders import make_week
from tests.conftest import Client
from tests.dashboard.test_records import make_message

QUEUED, FAILED = MessageStatus.QUEUED, MessageStatus.FAILED
OUTBOX = "/organise/spring/outbox"


def test_all_that_failed_is_sent_again_and_what_perhaps_was_sent_is_not(
    client: Client,
) -> None:
    week = make_week("spring")
    for number, status in enumerate((FAILED, FAILED, MessageStatus.UNCERTAIN)):
        make_message(week, f"Letter {number}", status=status)
    elsewhere = make_message(make_week("autumn"), status=FAILED)
    client.sign_in()
    assert "Perhaps sent" in client.get(OUTBOX).text

    answer = client.post(f"{OUTBOX}/all-failed-again", follow_redirects=True)

    assert "2 messages will be sent again." in answer.text
    statuses = db.session.scalars(select(Message.status).order_by(Message.subject))
    assert list(statuses) == [QUEUED, QUEUED, MessageStatus.UNCERTAIN, FAILED]
    assert elsewhere.status is FAILED


def test_what_waits_is_withdrawn_one_by_one_or_all(client: Client) -> None:
    week = make_week("spring")
    first, second = make_message(week, "First"), make_message(week, "Second")
    client.sign_in()
    assert "Withdraw it" in client.get(f"{OUTBOX}/{first.id}").text

    client.post(f"{OUTBOX}/{first.id}/withdraw")
    assert client.post(f"{OUTBOX}/{first.id}/withdraw").status_code == 409
    answer = client.post(f"{OUTBOX}/withdraw-all", follow_redirects=True)

    assert "1 message is withdrawn." in answer.text
    assert {first.status, second.status} == {MessageStatus.WITHDRAWN}
    assert list(db.session.scalars(select(Entry.action))) == ["message.withdrawn"] * 2


def test_an_address_from_which_mails_came_back_is_cleared(client: Client) -> None:
    week = make_week("spring")
    message = make_message(week, status=MessageStatus.BOUNCED)
    note_dead(message.to_address, "5.1.1")
    client.sign_in()
    page = client.get(f"{OUTBOX}/{message.id}").text
    assert "We write there no more." in page

    answer = client.post(f"{OUTBOX}/{message.id}/clear-address", follow_redirects=True)

    assert "We write to this address again." in answer.text
    assert not is_dead(message.to_address)
