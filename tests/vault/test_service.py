"""The vault: sealed, masked, opened for a reason, forgotten in time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from eventapp import config
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.errors import VaultLocked
from eventapp.kernel.personal import Purpose
from eventapp.vault import queries, service
from eventapp.vault.errors import NothingKept
from eventapp.vault.models import Sealed
from eventapp.vault.purging import purge
from eventapp.vault.service import Look, LookReason, Shelf
from tests.conftest import StoppedClock

FACTS = {"number": "SPECIMEN1234567", "born_on": "1971-03-02", "issuer": ""}
WHO, OTHER, WEEK = uuid4(), uuid4(), uuid4()
LOOK = Look(LookReason.CHECK, "Yao Li", None, "Letter of 0412")


def shelf(**changes: Any) -> Shelf:
    values: dict[str, Any] = {
        "scope_id": WEEK,
        "purpose": Purpose.VISA,
        "expires_at": clock.now() + timedelta(days=30),
    }
    return Shelf(**(values | changes))


def keep(subject_id: UUID = WHO, **changes: Any) -> None:
    service.keep(
        subject_id, "passport", FACTS, shelf=shelf(**changes), tails={"number": 3}
    )


def with_keys(*keys: str, **changes: Any) -> None:
    """Go on as after a start with other keys."""
    config.use(replace(config.current(), vault_keys=keys, **changes))


@pytest.fixture(autouse=True)
def settings(app: Flask) -> Any:
    assert app
    before = config.current()
    yield
    config.use(before)


def test_what_is_kept_can_be_revealed_and_the_look_is_kept() -> None:
    keep()

    found = service.reveal(WHO, "passport", LOOK)

    assert found == FACTS
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.actor, entry.action, entry.subject) == (
        "Yao Li",
        "vault.opened",
        "Letter of 0412",
    )
    assert entry.details == {"kind": "passport", "reason": "check"}
    assert (entry.subject_id, entry.week_id) == (WHO, WEEK)


def test_lists_show_masks_without_opening_anything() -> None:
    keep()

    assert queries.masks_of([WHO, OTHER], "passport") == {
        WHO: {"number": "•••••567", "born_on": "•••••"}
    }
    assert service.masked("A12", 3) == "•••••"  # half of it would be all of it
    assert db.session.scalars(select(Entry)).all() == []


def test_the_database_holds_no_word_of_it() -> None:
    keep()
    service.keep_paper(WHO, "letter", b"%PDF SPECIMEN1234567", shelf=shelf())

    rows = db.session.execute(text("SELECT * FROM sealed")).all()

    kept = b" ".join(
        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
        for row in rows
        for cell in row
    )
    assert len(rows) == 2
    assert b"SPECIMEN" not in kept
    assert b"1971" not in kept


def test_keeping_again_replaces_what_was_there() -> None:
    keep()
    service.keep(WHO, "passport", {"number": "SPECIMEN9"}, shelf=shelf())

    assert service.reveal(WHO, "passport", LOOK) == {"number": "SPECIMEN9"}
    assert len(db.session.scalars(select(Sealed)).all()) == 1


def test_a_row_moved_to_another_person_stays_shut() -> None:
    keep()
    row = db.session.scalars(select(Sealed)).one()
    row.subject_id = OTHER
    db.session.flush()

    with pytest.raises(VaultLocked):
        service.reveal(OTHER, "passport", LOOK)

    assert db.session.scalars(select(Entry)).all() == []


def test_a_lost_key_is_a_sentence_and_not_a_crash() -> None:
    with_keys("a" * 40)
    keep()
    with_keys("b" * 40)

    with pytest.raises(VaultLocked, match="the key of the vault does not fit"):
        service.reveal(WHO, "passport", LOOK)


def test_a_rotation_seals_anew_with_the_first_key_and_counts_what_stays_shut() -> None:
    keep()  # with the key from the secret of the site
    with_keys("a" * 40)
    keep(OTHER)
    with_keys("c" * 40)
    lost = uuid4()
    keep(lost)

    with_keys("b" * 40, "a" * 40)
    turned = service.rotate()

    assert turned == (2, 1)
    with_keys("b" * 40, secret_key="another secret of the site, long enough")
    assert service.reveal(WHO, "passport", LOOK) == FACTS
    assert service.reveal(OTHER, "passport", LOOK) == FACTS
    with pytest.raises(VaultLocked):
        service.reveal(lost, "passport", LOOK)


def test_it_is_forgotten_on_its_day_by_person_and_by_week(time: StoppedClock) -> None:
    keep()
    keep(OTHER, expires_at=clock.now() + timedelta(days=90))
    service.keep_until(WEEK, clock.now() + timedelta(days=2))

    time.advance(days=2)

    with pytest.raises(NothingKept):  # though nobody has tidied yet
        service.reveal(WHO, "passport", LOOK)
    assert service.forget_expired() == 2
    keep()
    keep(OTHER)
    keep(uuid4(), scope_id=uuid4())
    assert service.forget(WHO, "passport", "letter") == 1
    assert service.forget_scope(WEEK) == 1
    assert service.forget(WHO) == 0
    assert len(db.session.scalars(select(Sealed)).all()) == 1


def test_upkeep_leaves_a_line_with_a_count_and_no_name(time: StoppedClock) -> None:
    keep()
    keep(OTHER)
    db.session.commit()
    time.advance(days=31)

    purge()
    purge()

    entry = db.session.scalars(select(Entry)).one()
    assert (entry.action, entry.details) == (
        "vault.purged",
        {"before": "2", "after": "0"},
    )
    assert db.session.scalars(select(Sealed)).all() == []
