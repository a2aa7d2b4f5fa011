"""Proving an address by six digits or a link."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.accounts.errors import TooManyAttempts
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.errors import (
    CodeEnded,
    CodeSentJustNow,
    InvitationNeeded,
    LinkEnded,
    RegistrationClosed,
    WrongCode,
)
from eventapp.registration.models.entering import Confirmation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import confirming
from eventapp.registration.service.confirming import (
    ask_to_confirm,
    confirm_by_code,
    confirm_by_link,
)
from eventapp.registration.service.inviting import issue_invitation
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_registration, make_week
from tests.conftest import StoppedClock

ANNA = "anna@guest.example"


def test_the_code_of_the_mail_begins_a_draft(time: StoppedClock) -> None:
    assert time
    week = make_week()
    ask_to_confirm(week, "Anna@Guest.example", language="zh-Hans")

    found = _confirm(week, _code())

    assert (found.status, found.address, found.language) == (
        RegistrationStatus.DRAFT,
        ANNA,
        "zh-Hans",
    )


def test_the_link_of_the_mail_does_the_same_once(time: StoppedClock) -> None:
    assert time
    week = make_week()
    ask_to_confirm(week, ANNA, language="en")
    token = _link()

    found = confirm_by_link(token)

    assert found.address == ANNA
    with pytest.raises(LinkEnded):
        confirm_by_link(token)


def test_one_address_has_one_registration_a_week(time: StoppedClock) -> None:
    week = make_week()
    first = make_registration(week, address=ANNA)
    ask_to_confirm(week, ANNA, language="en")
    assert _confirm(week, _code()) == first
    time.advance(minutes=2)
    other = make_week()
    ask_to_confirm(other, ANNA, language="en")
    assert _confirm(other, _code()) != first


def test_two_codes_for_one_address_lead_to_one_draft(time: StoppedClock) -> None:
    week = make_week()
    ask_to_confirm(week, ANNA, language="en")
    link = _link()
    time.advance(minutes=2)
    ask_to_confirm(week, ANNA, language="en")

    by_code, by_link = _confirm(week, _code()), confirm_by_link(link)

    assert by_link is by_code


@pytest.mark.parametrize(
    "ended", [RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED]
)
def test_after_an_ended_registration_another_one_may_begin(
    time: StoppedClock, ended: RegistrationStatus
) -> None:
    assert time
    week = make_week()
    first = make_registration(week, address=ANNA, status=ended)
    ask_to_confirm(week, ANNA, language="en")

    assert _confirm(week, _code()).id != first.id


def test_a_wrong_code_is_counted_and_the_sixth_one_ends_the_code(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    ask_to_confirm(week, ANNA, language="en")
    code = _code()
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(confirming.MOST_TRIES):
        with pytest.raises(WrongCode):
            _confirm(week, wrong)

    with pytest.raises(CodeEnded):
        _confirm(week, code)
    assert db.session.scalar(select(Confirmation.tries)) == confirming.MOST_TRIES


def test_a_code_ends_after_an_hour(time: StoppedClock) -> None:
    week = make_week()
    ask_to_confirm(week, ANNA, language="en")
    time.advance(minutes=60)

    with pytest.raises(CodeEnded):
        _confirm(week, _code())
    with pytest.raises(LinkEnded):
        confirm_by_link(_link())


def test_without_a_mail_no_code_fits(time: StoppedClock) -> None:
    assert time

    with pytest.raises(CodeEnded):
        _confirm(make_week(), "123456")


def test_a_new_code_is_sent_once_a_minute_and_ends_the_older_one(
    time: StoppedClock,
) -> None:
    week = make_week()
    ask_to_confirm(week, ANNA, language="en")
    first = _code()
    with pytest.raises(CodeSentJustNow):
        ask_to_confirm(week, ANNA, language="en")
    time.advance(seconds=60)
    ask_to_confirm(week, ANNA, language="en")

    if first != _code():
        with pytest.raises(WrongCode):
            _confirm(week, first)
    assert _confirm(week, _code()).address == ANNA


def test_one_address_gets_only_so_many_mails(time: StoppedClock) -> None:
    week = make_week()
    for _ in range(confirming.MAILS_PER_ADDRESS):
        ask_to_confirm(week, ANNA, language="en")
        time.advance(seconds=61)

    with pytest.raises(TooManyAttempts):
        ask_to_confirm(week, ANNA, language="en")


def test_a_closed_week_begins_nothing_and_lets_known_ones_in(
    time: StoppedClock,
) -> None:
    week = make_week(registration_closes_at=time.now)
    known = make_registration(week)

    with pytest.raises(RegistrationClosed):
        ask_to_confirm(week, ANNA, language="en")
    ask_to_confirm(week, known.address, language="en")

    assert _confirm(week, _code(), known.address) == known


def test_a_week_that_closes_meanwhile_begins_nothing(time: StoppedClock) -> None:
    week = make_week(registration_closes_at=time.now + timedelta(minutes=1))
    ask_to_confirm(week, ANNA, language="en")
    time.advance(minutes=1)

    with pytest.raises(RegistrationClosed):
        _confirm(week, _code())


def test_a_week_by_invitation_asks_for_a_code_that_is_used_once(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week(registration_mode=RegistrationMode.INVITATION)
    _kept, invitation = issue_invitation(week, "Opole", uses_allowed=1, expires_at=None)
    with pytest.raises(InvitationNeeded):
        ask_to_confirm(week, ANNA, language="en", code="WRONG")
    typed = f" {invitation[:5].lower()}-{invitation[5:]} "
    ask_to_confirm(week, ANNA, language="en", code=typed)
    ask_to_confirm(week, "jan@guest.example", language="en", code=invitation)
    first, second = _codes()

    assert _confirm(week, first).invitation_id is not None
    with pytest.raises(InvitationNeeded):
        _confirm(week, second, "jan@guest.example")
    with pytest.raises(InvitationNeeded):
        ask_to_confirm(week, "ewa@guest.example", language="en", code=invitation)


def test_an_invitation_ends(time: StoppedClock) -> None:
    week = make_week(registration_mode=RegistrationMode.INVITATION)
    _kept, code = issue_invitation(week, "Late", uses_allowed=9, expires_at=time.now)

    with pytest.raises(InvitationNeeded):
        ask_to_confirm(week, ANNA, language="en", code=code)


def test_neither_code_nor_link_stands_in_the_tables(time: StoppedClock) -> None:
    assert time
    week = make_week()
    kept = ask_to_confirm(week, ANNA, language="en")

    assert _code().encode() not in kept.code_digest
    assert (len(kept.code_digest), len(kept.link_digest)) == (32, 32)
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def _confirm(week: Week, code: str, address: str = ANNA) -> Registration:
    db.session.commit()
    return confirm_by_code(week, address, code)


def _texts() -> list[str]:
    order = Message.created_at, Message.to_address
    wanted = select(Message.text).where(Message.occasion == "registration.code")
    return list(db.session.scalars(wanted.order_by(*order)))


def _codes() -> list[str]:
    return [re.findall(r"\b\d{6}\b", text)[0] for text in _texts()]


def _code() -> str:
    return _codes()[-1]


def _link() -> str:
    token: str = re.findall(r"/confirm/(\S+)", _texts()[-1])[0]
    return token
