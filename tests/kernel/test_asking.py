"""Questions on lines of their own see what is committed, and outlive a lost line."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from eventapp.kernel import asking, clock
from eventapp.kernel.asking import Question
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Track
from tests.builders import make_week

REVISION = Question(select(Week.revision).where(Week.slug == bindparam("slug")))


@pytest.fixture(autouse=True)
def lines(app: Flask) -> Iterator[asking.Lines]:
    """Lines that are closed before the database of the test ends."""
    assert app
    asking.use(db.engine)
    yield asking.current()
    asking.current().hang_up()


def test_a_question_sees_what_is_committed_and_nothing_else() -> None:
    week = make_week("spring")
    db.session.commit()
    before = REVISION.ask(slug="spring")

    week.revision += 1
    db.session.flush()
    meanwhile = REVISION.ask(slug="spring")
    db.session.commit()

    assert meanwhile == before
    assert REVISION.ask(slug="spring") == (week.revision,)
    assert REVISION.ask(slug="autumn") is None


def test_a_question_may_hold_lists_words_and_instants() -> None:
    week = make_week("spring")
    db.session.commit()
    asked = Question(
        select(Week.slug).where(
            Week.accent.in_(list(Track)),
            Week.is_public,
            Week.revised_at <= bindparam("now"),
            Week.id == bindparam("key"),
        )
    )

    assert asked.ask(now=clock.now(), key=week.id) == ("spring",)
    assert asked.ask(now=clock.now() - timedelta(days=1), key=week.id) is None


def test_a_line_that_broke_is_replaced(lines: asking.Lines) -> None:
    make_week("spring")
    db.session.commit()
    found = REVISION.ask(slug="spring")
    (line, _file) = lines._open[-1]  # noqa: SLF001 - to cut it
    line.close()

    assert REVISION.ask(slug="spring") == found


def test_lines_end_with_the_engine(lines: asking.Lines) -> None:
    REVISION.ask(slug="spring")

    db.session.remove()
    db.engine.dispose()

    assert not lines._open  # noqa: SLF001
