"""Deeds that arrive at the same moment share a transaction, and nothing else."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from eventapp.accounts.models import SpentKey
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.together import Together

POISON = "poison"


def spend(word: str) -> str:
    """A deed that writes; one of them writes, and fails afterwards."""
    add(SpentKey(digest=word.ljust(32).encode(), at=clock.now()))
    if word == POISON:
        raise ValueError(word)
    return word.upper()


def at_once(
    app: Flask, words: list[str], do: Callable[[str], str]
) -> dict[str, str | Exception]:
    """What became of each word, all of which arrive while the writer is busy."""
    said: dict[str, str | Exception] = {}

    def ask(word: str) -> None:
        with app.app_context():
            try:
                said[word] = do(word)
            except ValueError as error:
                said[word] = error

    threads = [threading.Thread(target=ask, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.fixture
def commits(app: Flask) -> Iterator[list[Any]]:
    """Grows by one with each commit of the database."""
    assert app
    counted: list[Any] = []
    count = counted.append
    event.listen(db.engine, "commit", count)
    yield counted
    event.remove(db.engine, "commit", count)


def test_many_deeds_share_a_transaction_where_there_is_one_writer(
    app: Flask, commits: list[Any]
) -> None:
    words = [f"word {number}" for number in range(20)]
    busy = threading.Event()

    def slowly(word: str) -> str:
        busy.wait(0.05)  # the others gather meanwhile
        return spend(word)

    said = at_once(app, words, Together(slowly, order=str))

    assert said == {word: word.upper() for word in words}
    assert db.session.scalar(select(func.count()).select_from(SpentKey)) == len(words)
    if db.engine.dialect.name == "sqlite":
        assert len(commits) < len(words) / 2


def test_a_deed_that_fails_leaves_no_trace_and_spoils_no_other(app: Flask) -> None:
    words = [*(f"word {number}" for number in range(9)), POISON]

    said = at_once(app, words, Together(spend, order=str))

    assert isinstance(said.pop(POISON), ValueError)
    assert said == {word: word.upper() for word in words if word != POISON}
    kept = db.session.scalars(select(SpentKey.digest)).all()
    assert sorted(one.decode().strip() for one in kept) == sorted(said)
