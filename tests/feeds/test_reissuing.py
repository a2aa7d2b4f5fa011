"""What is joined for one reader is what would have been rendered for them."""

from datetime import timedelta

from flask import Flask

from eventapp.feeds import writing
from eventapp.feeds.document import render_event
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel import clock
from tests.builders import make_event, make_week


def test_every_reader_gets_their_own_revision(app: Flask) -> None:
    assert app
    event = make_event(make_week("spring"), "Salon, " + "with a long title " * 9)
    now = clock.now()
    readers = [
        Own(standing, ("You have a place.",), turns, now + timedelta(hours=turns))
        for standing in Standing
        for turns in (0, 1, 12)
    ]

    joined = [writing.block_of(event, event.week, own) for own in readers]

    assert joined == [
        render_event(writing.described(event, event.week, own)) for own in readers
    ]
