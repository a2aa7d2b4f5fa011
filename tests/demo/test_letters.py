"""The demonstration's visa letters, in the week in which it lives."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import select

from eventapp.demo.week import plant
from eventapp.kernel.db import db, writing
from eventapp.letters.models import LetterRequest
from eventapp.vault.models import Sealed
from tests.conftest import StoppedClock


def test_a_dozen_have_asked_and_the_office_is_at_work(time: StoppedClock) -> None:
    time.set(datetime(2024, 3, 27, 0, 30, tzinfo=UTC))

    with writing():
        plant()

    assert Counter(db.session.scalars(select(LetterRequest.status))) == {
        "requested": 2,
        "checking": 2,
        "returned": 1,
        "refused": 1,
        "approved": 2,
        "issued": 1,
        "sent": 3,
    }
    numbers = select(LetterRequest.number).where(LetterRequest.number.is_not(None))
    assert set(db.session.scalars(numbers)) == {1, 2, 3, 4, 5, 6}
    assert Counter(db.session.scalars(select(Sealed.kind))) == {
        "passport": 10,
        "letter": 3,
    }
