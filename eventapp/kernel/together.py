"""Deeds that arrive at the same moment, and are done in one transaction.

To commit is what takes longest: the disk has to say that it has everything. While one
thread waits for it, the deeds of others gather; the next thread whose turn it is does
all of them and commits once. Nobody waits for somebody who might come.

PostgreSQL lets many write at the same time and gathers their commits by itself. There,
each deed has its own transaction.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from eventapp.kernel.db import db, writing

MOST = 32  # deeds in one transaction

Deed = TypeVar("Deed")
Outcome = TypeVar("Outcome")


class Together(Generic[Deed, Outcome]):
    """Does deeds of one sort, several in a transaction where several wait.

    `do` is called in a transaction that may write, perhaps in the thread of another
    deed: it knows nothing of a request. `order` puts those that share a transaction
    into an order that is the same in all processes, so that none of them wait for
    each other's locks in a circle.
    """

    def __init__(
        self, do: Callable[[Deed], Outcome], order: Callable[[Deed], str]
    ) -> None:
        """Begin with nothing to do."""
        self._do = do
        self._order = order
        self._turn = threading.Lock()
        self._gathering = threading.Lock()
        self._waiting: list[_Ticket[Deed, Outcome]] = []

    def __call__(self, deed: Deed) -> Outcome:
        """Do `deed`; committed when this returns.

        What this request did before is not; who waits here holds nothing. Raises what
        `do` raised for this deed, which then left no trace.
        """
        db.session.rollback()
        if db.engine.dialect.name != "sqlite":
            return self._alone(deed)
        ticket: _Ticket[Deed, Outcome] = _Ticket(deed)
        with self._gathering:
            self._waiting.append(ticket)
        with self._turn:
            while not ticket.is_settled:
                with self._gathering:
                    several, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    self._settle(several)
                finally:  # also where this thread is ended: the others go on
                    left = [one for one in several if not one.is_settled]
                    with self._gathering:
                        self._waiting = left + self._waiting
        return ticket.outcome()

    def _settle(self, tickets: list["_Ticket[Deed, Outcome]"]) -> None:
        if len(tickets) > 1 and self._at_once(tickets):
            return
        for ticket in tickets:
            try:
                ticket.done.append(self._alone(ticket.deed))
            except BaseException as error:  # noqa: BLE001 - raised again by its thread
                ticket.failed = error
            ticket.is_settled = True

    def _alone(self, deed: Deed) -> Outcome:
        with writing():
            return self._do(deed)

    def _at_once(self, tickets: list["_Ticket[Deed, Outcome]"]) -> bool:
        """Do all in one transaction; False if one failed, and so none is done."""
        tickets.sort(key=lambda ticket: self._order(ticket.deed))
        try:
            with writing():
                done = [self._do(ticket.deed) for ticket in tickets]
        except Exception:  # noqa: BLE001 - each is tried alone, and fails for itself
            return False
        for ticket, outcome in zip(tickets, done, strict=True):
            ticket.done.append(outcome)
            ticket.is_settled = True
        return True


class _Ticket(Generic[Deed, Outcome]):
    """One deed that waits, and what became of it."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed
        self.is_settled = False
        self.done: list[Outcome] = []
        self.failed: BaseException | None = None

    def outcome(self) -> Outcome:
        """What became of it."""
        if self.failed is not None:
            raise self.failed
        return self.done[0]
