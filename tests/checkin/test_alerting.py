"""Awaited guests: their hosts are told once, see it, or somebody else is told."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from eventapp.badges import service as badges
from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.notices_of_alerts import link_token
from eventapp.checkin.queries import alerts as known
from eventapp.checkin.service import alerting, awaiting
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.service.undoing import undo
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.delivering import deliver
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import Rank, RegistrationStatus
from tests.builders import (
    make_awaited,
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_person,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock
from tests.mail.smtp import takes_all


class Hall:
    """A door open to everyone, and a delegation of three with its head."""

    def __init__(self) -> None:
        self.week = make_week()
        self.event = make_event(self.week, "Opening", signup=SignUp.EVERYONE)
        self.desk = make_desk(self.week)
        self.delegation = make_delegation(
            self.week,
            status=RegistrationStatus.CONFIRMED,
            rank=Rank.DECANAL,
            institution=make_institution("Zhejiang University"),
        )
        self.people = [
            make_registration(
                self.week,
                delegation_id=self.delegation.id,
                is_head=place == 2,
                name=name,
            )
            for place, name in enumerate(
                (
                    PersonName("Anna Nowak"),
                    PersonName("Li Wei", "李伟", "zh-Hans"),
                    PersonName("Wang Fang", "王芳", "zh-Hans"),
                )
            )
        ]

    def admit(self, guest: Registration, event_id: UUID | None = None) -> Scan:
        badge = badges.issue(guest)
        answer = present(
            Presentation(
                scan_id=uuid4(),
                desk_id=self.desk.id,
                event_id=event_id or self.event.id,
                code=badges.code_of(badge) or "",
                scanned_at=clock.now(),
            )
        )
        assert answer is not None
        return db.session.get_one(Scan, answer.scan_id)


def letters() -> list[Message]:
    db.session.flush()
    found = select(Message).where(Message.occasion.startswith("awaited."))
    return list(db.session.scalars(found.order_by(Message.created_at, Message.id)))


def send() -> None:
    db.session.commit()
    deliver(takes_all)


@pytest.mark.usefixtures("database")
def test_a_host_is_told_in_their_language_with_a_private_link() -> None:
    hall = Hall()
    host = make_awaited(hall.people[2], language="zh-Hans", host_name="李华")

    hall.admit(hall.people[2])

    (letter,) = letters()
    assert (letter.to_address, letter.language) == (host.host_address, "zh-Hans")
    assert "王芳 (Wang Fang)" in letter.text
    assert "Hall door, Opening" in letter.text
    assert f"/awaited/{link_token(host.id)}" in letter.text
    assert known.count_unseen(hall.week.id) == 1


@pytest.mark.usefixtures("database")
def test_nobody_hears_twice_of_one_guest(time: StoppedClock) -> None:
    hall = Hall()
    other = make_event(hall.week, signup=SignUp.EVERYONE)
    make_awaited(hall.people[0])

    hall.admit(hall.people[0])
    send()
    time.advance(minutes=1)
    hall.admit(hall.people[0])  # already here
    hall.admit(hall.people[0], other.id)  # wherever they come first

    assert len(letters()) == len(db.session.scalars(select(Alert)).all()) == 1


@pytest.mark.usefixtures("database")
def test_an_event_that_is_not_meant_tells_nobody() -> None:
    hall = Hall()
    other = make_event(hall.week, signup=SignUp.EVERYONE)
    make_awaited(hall.people[0], event_id=other.id)
    awaiting.end_awaited(make_awaited(hall.people[0]), actor="Office")

    hall.admit(hall.people[0])

    assert letters() == []


@pytest.mark.usefixtures("database")
def test_a_delegation_that_comes_together_makes_one_letter_the_head_first() -> None:
    hall = Hall()
    host = make_awaited(hall.delegation)

    for guest in hall.people:
        hall.admit(guest)

    (letter,) = letters()
    assert letter.subject == "Here now: 3 people of Zhejiang University"
    assert letter.text.index("Wang Fang), head of the delegation") < letter.text.index(
        "Anna Nowak"
    )
    assert known.count_unseen(hall.week.id) == 1
    assert [one.registration.is_head for one in known.alerts_of(host)] == [
        True,
        False,
        False,
    ]


@pytest.mark.usefixtures("database")
def test_after_the_first_letter_only_the_head_is_news() -> None:
    hall = Hall()
    make_awaited(hall.delegation)
    hall.admit(hall.people[0])
    send()

    hall.admit(hall.people[1])
    before = len(letters())
    hall.admit(hall.people[2])

    assert (before, len(letters())) == (1, 2)


@pytest.mark.usefixtures("database")
def test_an_undone_admission_is_told_and_the_next_one_is_news_again() -> None:
    hall = Hall()
    make_awaited(hall.people[0])
    scan = hall.admit(hall.people[0])
    send()

    undo(scan, by="Steward")
    undo(scan, by="Steward")
    unseen = known.count_unseen(hall.week.id)
    send()
    hall.admit(hall.people[0])

    assert unseen == 0
    assert [one.subject for one in letters()] == [
        "Here now: Anna Nowak",
        "Not here yet after all: Anna Nowak",
        "Here now: Anna Nowak",
    ]
    assert known.count_unseen(hall.week.id) == 1


@pytest.mark.usefixtures("database")
def test_what_was_undone_before_the_letter_left_is_never_said() -> None:
    hall = Hall()
    make_awaited(hall.delegation)
    first, second = hall.admit(hall.people[0]), hall.admit(hall.people[1])

    undo(first, by="Steward")
    one_left = [one.text for one in letters()]
    undo(second, by="Steward")

    assert len(one_left) == 1
    assert "Anna Nowak" not in one_left[0]
    assert letters() == []


@pytest.mark.usefixtures("database")
def test_who_has_seen_it_is_kept_and_a_second_press_changes_nothing() -> None:
    hall = Hall()
    host = make_awaited(hall.delegation)
    hall.admit(hall.people[0])
    hall.admit(hall.people[2])

    first, second = alerting.see(host, "Li Hua"), alerting.see(host, "Zhao Min")

    assert (first, second) == (2, 0)
    assert {one.seen_by for one in known.alerts_of(host)} == {"Li Hua"}
    assert known.count_unseen(hall.week.id) == 0


@pytest.mark.usefixtures("database")
def test_what_nobody_saw_in_time_goes_once_to_somebody_else(
    time: StoppedClock,
) -> None:
    hall = Hall()
    late = {"escalate_minutes": 10, "escalate_address": "protocol@host.example"}
    host = make_awaited(hall.delegation, **late)
    seen = make_awaited(hall.people[0], **late)
    for guest in (hall.people[0], hall.people[2]):
        hall.admit(guest)
    alerting.see(seen, "Li Hua")
    send()

    told = []
    for minutes in (9, 1, 10):
        time.advance(minutes=minutes)
        db.session.commit()
        alerting.escalate()
        told.append(
            [one.text for one in letters() if one.to_address.startswith("protocol")]
        )

    assert [len(one) for one in told] == [0, 1, 1]
    assert f"{host.host_name} has not seen this yet" in told[1][0]
    assert told[1][0].count("Wang Fang") == 1


@pytest.mark.usefixtures("database")
def test_greeter_and_counterpart_of_a_delegation_are_proposed() -> None:
    hall = Hall()
    greeter = make_person("Yao Li", "姚力", address="yao@host.example")
    counterpart = make_person("Chen Bo", address="chen@host.example")
    hall.delegation.greeter = greeter
    hall.delegation.counterpart = counterpart
    db.session.flush()

    (delegation,) = known.proposals(hall.week)
    entry = awaiting.proposed(delegation)
    assert entry is not None
    hall.admit(hall.people[0])  # before anybody awaited them
    awaiting.await_guest(hall.week, entry, actor="Office")

    assert (entry.host_name, entry.host_address, entry.escalate_address) == (
        "姚力 (Yao Li)",
        "yao@host.example",
        "chen@host.example",
    )
    assert known.proposals(hall.week) == []
    (line,) = known.expectations(hall.week.id)
    assert (line.came, line.told, line.unseen, line.of) == (1, 0, 0, 3)
    assert isinstance(line.awaited, Awaited)
