"""The pages of mailings: begun from a choice, written, looked at, let go, followed."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import MailKind, Message
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.service import posting
from eventapp.mailings.vocabulary import Audience, MailingStatus
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import PrivateLink
from tests.builders import make_registration, make_week
from tests.conftest import Client, StoppedClock


def begin(client: Client, week: Week, **values: str) -> Mailing:
    """What the table of delegates posts, and the draft that it makes."""
    answer = client.post(f"/organise/{week.slug}/mailings/begin", data=values)
    assert answer.location.endswith("/write")
    return db.session.get_one(Mailing, UUID(answer.location.split("/")[-2]))


def test_a_mailing_is_begun_written_tested_sent_and_followed(
    client: Client, time: StoppedClock
) -> None:
    week = make_week(languages=("en", "zh-Hans"))
    make_registration(week, address="ada@x.example")
    make_registration(week, address="li@x.example", language="zh-Hans")
    make_registration(week, address="other@x.example", to_be_named="No")
    by = client.sign_in()
    mailing = begin(client, week, all="1", q="", language="zh-Hans")
    page = f"/organise/{week.slug}/mailings/{mailing.id}"
    assert mailing.chosen == {"language": ["zh-Hans"]}

    wrong = client.post(
        f"{page}/write", data={"subject-en": "Hello {nmae}", "text-en": "Come"}
    )
    assert wrong.status_code == 422
    assert "Did you mean {name}?" in wrong.text
    saved = client.post(
        f"{page}/write",
        data={"subject-en": "Hello", "text-en": "Dear {name}, {link}"},
        follow_redirects=True,
    )
    assert "1 person gets a letter." in saved.text
    assert "1 usually gets Chinese, and reads it in English." in saved.text

    look = client.get(f"{page}/preview?q=王")
    assert "/me/enter/…" in look.text
    assert db.session.scalar(select(func.count()).select_from(PrivateLink)) == 0
    client.post(f"{page}/test")
    (test,) = db.session.scalars(select(Message))
    assert (test.to_address, test.subject) == (by.address, "Test: Hello")
    assert (test.text, test.kind) == (
        "Dear Li Na, http://week.example/me/enter/…\n",
        MailKind.NEWS,
    )

    sent = client.post(f"{page}/send", data={"when": "now"}, follow_redirects=True)
    assert "Until then you can take it back." in sent.text
    time.advance(minutes=2)
    posting.keep_sending()
    followed = client.get(page)
    assert "li@x.example" in followed.text
    assert "ada@x.example" not in followed.text
    assert "Waits to be sent" in client.get(f"{page}/progress").text
    assert "Hello" in client.get(f"/organise/{week.slug}/mailings").text


@pytest.mark.usefixtures("time")
def test_it_can_be_sent_at_a_time_taken_back_copied_and_thrown_away(
    client: Client,
) -> None:
    week = make_week()
    make_registration(week)
    client.sign_in()
    mailing = begin(client, week, all="1")
    key = mailing.id
    page = f"/organise/{week.slug}/mailings/{key}"
    client.post(f"{page}/write", data={"subject-en": "Hello", "text-en": "Come"})

    past = client.post(
        f"{page}/send", data={"when": "at", "day": "2027-02-01", "hour": "09:00"}
    )
    assert past.status_code == 422
    assert "This time has passed." in past.text
    assert client.post(f"{page}/send", data={"when": "at"}).status_code == 422
    client.post(
        f"{page}/send", data={"when": "at", "day": "2027-03-05", "hour": "09:00"}
    )
    found = db.session.get_one(Mailing, key)
    assert found.send_at is not None
    assert found.send_at.isoformat() == "2027-03-05T01:00:00+00:00"  # Shanghai's nine
    client.post(f"{page}/take-back")
    assert db.session.get_one(Mailing, key).status is MailingStatus.DRAFT
    moved_on = client.post(f"{page}/pause", follow_redirects=True)
    assert "This mailing has moved on." in moved_on.text
    client.post(f"{page}/discard")
    assert db.session.get(Mailing, key) is None


def test_ticking_nobody_means_nobody(client: Client) -> None:
    week = make_week()
    client.sign_in()

    answer = client.post(f"/organise/{week.slug}/mailings/begin", data={"q": "Li"})

    assert "/registrations?q=Li" in answer.location
    assert db.session.scalar(select(func.count()).select_from(Mailing)) == 0


@pytest.mark.usefixtures("time")
def test_a_reminder_shows_whom_and_when_before_it_does(client: Client) -> None:
    week = make_week()
    make_registration(week, address="late@x.example", arrives_on=None)
    client.sign_in()
    home = f"/organise/{week.slug}/reminders"
    form = client.get(f"{home}/new/arrival")
    assert "When do you arrive for {week}?" in form.text

    values = {
        "subject-en": "When do you arrive?",
        "text-en": "Tell us: {link}",
        "days": "2, 7",
        "day": "2027-03-20",
        "hour": "09:00",
        "is_on": "y",
    }
    wrong = client.post(f"{home}/new/arrival", data={**values, "days": "soon"})
    assert "Enter up to 5 whole numbers from 0 to 120" in wrong.text
    saved = client.post(f"{home}/new/arrival", data=values, follow_redirects=True)
    assert "late@x.example" in saved.text
    assert saved.text.count("To come") == 2
    rule = db.session.scalars(select(ReminderRule)).one()
    assert rule.days == ("7", "2")
    changed = client.post(
        f"{home}/{rule.id}/edit", data={**values, "is_on": ""}, follow_redirects=True
    )
    assert "Off" in changed.text
    client.post(f"{home}/{rule.id}/end")
    assert "Delegates whose day of arrival is missing" in client.get(home).text
    assert db.session.scalars(select(ReminderRule)).all() == []
    assert client.get(f"{home}/new/nothing").status_code == 404


def test_the_page_of_a_mailing_takes_a_fixed_number_of_statements(
    client: Client, statements: object
) -> None:
    week = make_week()
    client.sign_in()
    mailing = begin(client, week, all="1")
    mailing.subject = mailing.text = Localised({"en": "Hello"})
    assert mailing.audience is Audience.DELEGATES
    key, counts = mailing.id, []
    for many in (1, 20):
        for number in range(many):
            make_registration(week, address=f"{many}-{number}@x.example")
        db.session.commit()
        with statements() as ran:  # type: ignore[operator]  # the fixture is callable
            client.get(f"/organise/{week.slug}/mailings/{key}")
        counts.append(len(ran))

    assert counts[0] == counts[1]
