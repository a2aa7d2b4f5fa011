"""The demonstration's visa letters, in the week in which it lives."""

from collections import Counter

import pytest
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.letters.models import LetterRequest
from eventapp.vault.models import Sealed


@pytest.mark.usefixtures("planting")
def test_a_dozen_have_asked_and_the_office_is_at_work() -> None:
    assert Counter(db.session.scalars(select(LetterRequest.status))) == {
        "requested": 2,
        "checking": 2,
        "returned": 1,
        "refused": 1,
        "approved": 3,
        "sent": 3,
    }
    numbers = select(LetterRequest.number).where(LetterRequest.number.is_not(None))
    assert set(db.session.scalars(numbers)) == {1, 2, 3, 4, 5, 6}
    assert Counter(db.session.scalars(select(Sealed.kind))) == {"passport": 8}
