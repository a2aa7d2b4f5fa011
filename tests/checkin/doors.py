"""A desk at an event, and somebody with a badge and a place."""

from typing import Any
from uuid import uuid4

from eventapp.badges import service as badges
from eventapp.checkin.models.desks import Desk, DoorRule
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from tests.builders import (
    make_desk,
    make_event,
    make_place,
    make_registration,
    make_week,
)


class Door:
    """A desk at an event, and somebody with a badge and a place."""

    def __init__(self, **event: Any) -> None:
        self.week = make_week()
        self.event = make_event(self.week, **event)
        self.desk = make_desk(self.week)
        self.guest = make_registration(self.week)
        self.badge = badges.issue(self.guest)
        if self.event.signup is SignUp.OPEN:
            make_place(self.guest, self.event)

    def scan(self, code: str | None = None, **changes: Any) -> Answer:
        answer = present(self.presentation(code, **changes))
        assert answer is not None
        return answer

    def presentation(self, code: str | None = None, **changes: Any) -> Presentation:
        values: dict[str, object] = {
            "scan_id": uuid4(),
            "desk_id": self.desk.id,
            "event_id": self.event.id,
            "code": badges.code_of(self.badge) if code is None else code,
            "scanned_at": clock.now(),
        }
        return Presentation(**(values | changes))  # type: ignore[arg-type]  # of many types

    def other_desk(self) -> Desk:
        return make_desk(self.week, "Garden door")

    def newcomer(self) -> tuple[Registration, str]:
        """Somebody else with a place and a badge."""
        guest = make_registration(self.week)
        if self.event.signup is SignUp.OPEN:
            make_place(guest, self.event)
        return guest, str(badges.code_of(badges.issue(guest)))


def make_rule(event: Event, desk: Desk | None = None, **changes: Any) -> DoorRule:
    """What organisers decided about the doors of an event, or about one of them."""
    return add(DoorRule(event=event, desk=desk, **changes))


def kept(answer: Answer) -> Scan:
    """The scan of an answer, as it was kept."""
    return db.session.get_one(Scan, answer.scan_id, populate_existing=True)
