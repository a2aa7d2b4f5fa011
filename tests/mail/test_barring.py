"""Dead addresses get nothing; what somebody does without, they do not get."""

from uuid import uuid4

from flask import Flask

from eventapp.mail.barring import (
    barred,
    clear,
    note_dead,
    subscribe,
    unsubscribe,
    unwanted_kinds,
)
from eventapp.mail.models import Bar, MailKind

WEEK, NEWS = uuid4(), MailKind.NEWS


def test_a_dead_address_gets_nothing_until_it_is_cleared(app: Flask) -> None:
    assert app
    for _time in range(2):
        note_dead("Wang@Guest.example", "5.1.1")

    assert barred(["wang@guest.example"], WEEK, MailKind.ESSENTIAL)

    assert clear("WANG@guest.example ")
    assert not barred(["wang@guest.example"], WEEK, MailKind.ESSENTIAL)


def test_one_kind_of_one_week_is_done_without_and_easily_wanted_again(
    app: Flask,
) -> None:
    assert app
    for _time in range(2):
        unsubscribe("li@guest.example", WEEK, NEWS, MailKind.ESSENTIAL)
    note_dead("wang@guest.example", "5.1.1")
    three = ["Li@guest.example", "wang@guest.example", "zhao@guest.example"]

    assert barred(three, WEEK, NEWS) == {
        "Li@guest.example": Bar.UNSUBSCRIBED,
        "wang@guest.example": Bar.BOUNCED,
    }
    assert unwanted_kinds("li@guest.example", WEEK) == {NEWS}
    assert not barred(["li@guest.example"], WEEK, MailKind.REMINDER)
    assert not barred(["li@guest.example"], uuid4(), NEWS)
    assert not barred(["li@guest.example"], WEEK, MailKind.ESSENTIAL)

    subscribe("li@guest.example", WEEK, NEWS)
    assert not barred(["li@guest.example"], WEEK, NEWS)
