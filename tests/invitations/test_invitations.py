"""Invitations in the office: prepared, sent, reminded, ended, listed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.invitations import queries
from eventapp.invitations.errors import ChangedMeanwhile, WeekNotPublic
from eventapp.invitations.queries import Choice
from eventapp.invitations.service.sending import (
    Deed,
    Hindrance,
    do,
    effect_of,
    remind_by_itself,
)
from eventapp.invitations.service.writing import (
    InvitationEntry,
    change_invitation,
)
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.errors import InvitationNeeded
from eventapp.registration.keys import invitation as invitation_by_code
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.confirming import ask_to_confirm
from eventapp.registration.service.inviting import code_of, issue_invitation
from eventapp.registration.vocabulary import InvitationState
from tests.builders import (
    make_account,
    make_institution,
    make_invitation,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock

PAGE = "/organise/spring/invitations"
TYPED = {"latin": "Anna Nowak", "address": "Anna@Guest.example", "uses": "1"}


def test_an_invitation_is_prepared_read_and_sent(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    institution = make_institution()
    by = client.sign_in()
    more = {"institution": str(institution.id), "ends": "2027-03-01", "language": "en"}

    page = client.post(f"{PAGE}/new", data=TYPED | more, follow_redirects=True)

    row = db.session.scalars(select(Invitation)).one()
    assert (row.label, row.address) == ("Anna Nowak", "anna@guest.example")
    assert row.expires_at == datetime(2027, 3, 1, 15, 59, tzinfo=UTC)
    assert "Host University invites you and Opole University of Technology" in page.text
    assert code_of(row) in page.text
    assert invitation_by_code(week, code_of(row)) == row
    assert row.state(time.now) is InvitationState.PREPARED

    client.post(f"{PAGE}/{row.id}/send")

    message = db.session.scalars(select(Message)).one()
    assert message.to_address == "anna@guest.example"
    assert "/weeks/spring/invitation/" in message.text
    assert "Please answer by Mon 1 Mar 2027." in message.text
    row = db.session.get_one(Invitation, row.id)
    assert row.state(time.now) is InvitationState.SENT
    lines = db.session.scalars(select(Entry).order_by(Entry.action)).all()
    assert [(line.actor, line.action) for line in lines] == [
        (by.name, "invitation.issued"),
        (by.name, "invitation.sent"),
    ]
    assert code_of(row) not in str([line.details for line in lines])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"latin": "", "address": ""},
            "Say whom you invite: a name or an institution.",
        ),
        ({"uses": "0"}, "Enter a whole number from 1 to 1000."),
        ({"ends": "2027-02-28"}, "Enter a day that is not over."),
        ({"is_tied": "y", "address": ""}, "Enter the e-mail address that may use it."),
        ({"places": "9"}, "A delegation needs an institution of the directory."),
        ({"native": "王小明"}, "Choose the language of the name in their script."),
    ],
)
def test_a_wrong_invitation_is_not_prepared(
    client: Client, time: StoppedClock, changes: dict[str, str], sentence: str
) -> None:
    assert time
    make_week("spring")
    client.sign_in()

    answer = client.post(f"{PAGE}/new", data=TYPED | {"language": "en"} | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Invitation)).all() == []


def test_a_mail_speaks_the_language_of_its_receiver_and_the_week_s_own_words(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week(
        "spring",
        invitation_subject=Localised({"en": "Come, {name}", "zh-Hans": "{name}，请来"}),
        invitation_text=Localised(
            {"en": "Until {last_day}:\n\n{personal_words}\n\n{link}"}
        ),
    )
    name = PersonName("Wang Xiaoming", "王小明", "zh-Hans")
    guest = make_invitation(week, name=name, language="zh-Hans")
    client.sign_in()

    client.post(f"{PAGE}/{guest.id}/send")

    message = db.session.scalars(select(Message)).one()
    assert message.subject == "王小明，请来"
    assert message.text.startswith("Until 2027年")
    assert "\n\n\n" not in message.text
    assert "{" not in message.text


def test_texts_with_unknown_words_in_braces_are_not_saved(client: Client) -> None:
    make_week("spring")
    client.sign_in()
    typed = {"subject-en": "Hello {nam}", "text-en": "No address", "most": "3"}

    answer = client.post(f"{PAGE}/texts", data=typed)

    assert answer.status_code == 422
    assert "we know no {nam}" in answer.text
    assert "write {link} where the link stands" in answer.text
    saved = {"subject-en": "Hello {name}", "text-en": "See {link}", "most": "2"}
    page = client.post(
        f"{PAGE}/texts", data=saved | {"reminds_before": "5"}, follow_redirects=True
    )
    assert "Hello Prof. Anna Nowak" in page.text
    week = db.session.scalars(select(Week).where(Week.slug == "spring")).one()
    assert (week.reminds_before_days, week.most_reminders) == (5, 2)


def test_nobody_is_reminded_twice_a_day_too_often_or_after_an_answer(
    time: StoppedClock,
) -> None:
    week = make_week(most_reminders=2)
    sent, now = time.now - timedelta(days=2), time.now
    by = make_account()
    guests = {
        None: make_invitation(week, sent_at=sent),
        Hindrance.NOT_SENT: make_invitation(week),
        Hindrance.ANSWERED: make_invitation(week, sent_at=sent, answered_at=now),
        Hindrance.DECLINED: make_invitation(week, sent_at=sent, declined_at=now),
        Hindrance.ENDED: make_invitation(week, sent_at=sent, expires_at=now),
        Hindrance.NO_ADDRESS: make_invitation(week, sent_at=sent, address=None),
        Hindrance.MAILED_TODAY: make_invitation(week, sent_at=now),
        Hindrance.REMINDED_ENOUGH: make_invitation(week, sent_at=sent, reminders=2),
    }

    effect = effect_of(Deed.REMIND, week, list(guests.values()))

    assert effect.ready == [guests[None]]
    assert {why: one for one, why in effect.left_out} == {
        why: one for why, one in guests.items() if why
    }
    assert do(Deed.REMIND, week, [guests[None]], by=by) == [guests[None]]
    assert do(Deed.REMIND, week, [guests[None]], by=by) == []
    again = effect_of(Deed.SEND, week, [guests[None]])
    assert again.left_out == [(guests[None], Hindrance.SENT_ALREADY)]


def test_the_worker_reminds_once_when_the_last_day_comes_near(
    time: StoppedClock,
) -> None:
    week = make_week(reminds_before_days=3)
    ends = time.now + timedelta(days=5)
    one = make_invitation(week, sent_at=time.now, expires_at=ends)
    make_invitation(week, sent_at=time.now, expires_at=ends, declined_at=time.now)
    make_invitation(week, sent_at=time.now)  # registration closes in 30 days
    key, found = one.id, []
    db.session.commit()
    for _day in range(6):
        remind_by_itself()
        remind_by_itself()
        found.append(db.session.get_one(Invitation, key).reminders)
        time.advance(days=1)

    assert found == [0, 0, 1, 1, 1, 1]
    message = db.session.scalars(select(Message)).one()
    assert message.occasion == "invitation.reminder"
    assert "have no answer from you yet" in message.text


def test_nothing_is_sent_into_a_week_that_nobody_can_open(time: StoppedClock) -> None:
    assert time
    week = make_week(is_public=False)

    with pytest.raises(WeekNotPublic):
        do(Deed.SEND, week, [make_invitation(week)], by=make_account())


def test_what_was_used_more_often_is_not_limited_afterwards(time: StoppedClock) -> None:
    assert time
    one = make_invitation(uses_allowed=5, used=2)

    with pytest.raises(ChangedMeanwhile):
        change_invitation(one, InvitationEntry(uses_allowed=1), by=make_account())


def test_many_are_sent_after_a_look_at_the_effect(client: Client) -> None:
    week = make_week("spring")
    first, second = make_invitation(week), make_invitation(week, address=None)
    client.sign_in()
    data = {"do": "send", "invitation": [str(first.id), str(second.id)]}

    page = client.post(f"{PAGE}/preview", data=data).text
    done = client.post(f"{PAGE}/do", data=data, follow_redirects=True).text

    assert "1 invitation will be sent." in page
    assert "no e-mail address" in page
    assert "1 invitation is in the outbox." in done
    assert len(db.session.scalars(select(Message)).all()) == 1
    whole = {"do": "end", "all": "1", "q": "", "state": ""}
    assert "2 invitations will end." in client.post(f"{PAGE}/preview", data=whole).text


def test_an_ended_invitation_admits_nobody_and_who_came_stays(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring", registration_mode=RegistrationMode.INVITATION)
    row, code = issue_invitation(week, "Opole", uses_allowed=5, expires_at=None)
    used = make_registration(week, invitation_id=row.id)
    client.sign_in()

    client.post(f"{PAGE}/{row.id}/end")
    time.advance(minutes=5)
    client.post(f"{PAGE}/{row.id}/end")

    ended = db.session.get_one(Invitation, row.id)
    assert ended.expires_at == time.now - timedelta(minutes=5)
    with pytest.raises(InvitationNeeded):
        ask_to_confirm(ended.week, "jan@guest.example", language="en", code=code)
    assert db.session.get_one(Registration, used.id).is_confirmed
    lines = db.session.scalars(select(Entry.action)).all()
    assert lines == ["invitation.ended"]


def test_an_invitation_of_another_week_is_not_found(client: Client) -> None:
    make_week("spring")
    row = make_invitation(make_week("autumn"))
    client.sign_in()

    assert client.get(f"{PAGE}/{row.id}").status_code == 404
    for deed in ("send", "remind", "end", "handed-over"):
        assert client.post(f"{PAGE}/{row.id}/{deed}").status_code == 404
    assert db.session.get_one(Invitation, row.id).sent_at is None


def test_the_list_is_filtered_counted_and_costs_the_same_for_many(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    week = make_week("spring")
    institution = make_institution()
    make_invitation(week, institution_id=institution.id, sent_at=time.now)
    client.sign_in()
    with statements() as few:
        client.get(PAGE)
    for number in range(12):
        make_invitation(
            week,
            name=PersonName(f"Guest {number}"),
            institution_id=institution.id,
            sent_at=time.now,
            answered_at=time.now if number < 3 else None,
        )
    with statements() as many:
        page = client.get(PAGE).text

    assert len(many) == len(few)
    assert "13 found." in page
    assert queries.counts(week, time.now)[InvitationState.ANSWERED] == 3
    rate = queries.rates(week)[0]
    assert (rate.invited, rate.answered, rate.declined) == (13, 3, 0)
    rows, total = queries.page_of(
        week, Choice("guest 1", InvitationState.ANSWERED), time.now
    )
    assert (total, rows[0].label) == (1, "Guest 1")
    file = client.post(f"{PAGE}.csv?state=answered").get_data(as_text=True)
    assert file.count("Opole University of Technology") == 3


def test_the_state_in_sql_is_the_state_of_the_row(time: StoppedClock) -> None:
    now, week = time.now, make_week()
    dates = ("sent_at", "opened_at", "declined_at", "answered_at", "expires_at")
    for count in range(len(dates) + 1):
        make_invitation(week, **dict.fromkeys(dates[:count], now))
    make_invitation(week, expires_at=now, sent_at=now)

    told = db.session.execute(select(Invitation, queries.state_at(now))).all()

    assert [one.state(now).value for one, _state in told] == [s for _one, s in told]
    assert {state for _one, state in told} == {one.value for one in InvitationState}
