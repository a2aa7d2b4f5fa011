"""The desk's verdicts, on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin.answers import earlier_of, state_of, view_of
from eventapp.checkin.errors import (
    NothingToUndo,
    ScanIdReused,
    TooLateToUndo,
    UnknownEvent,
)
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.service.undoing import undo
from eventapp.checkin.vocabulary import Verdict
from eventapp.journal.models import Entry
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import CodeKind
from eventapp.kernel.db import db, may_write
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    make_account,
    make_place,
    make_registration,
)
from tests.checkin.doors import Door
from tests.conftest import StoppedClock

Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.mark.usefixtures("database")
def test_a_held_place_admits_and_names_the_guest() -> None:
    door = Door()

    answer = door.scan()

    assert answer.verdict is Verdict.ADMITTED
    assert answer.guest is not None
    assert (answer.guest.name, answer.guest.number) == (
        door.guest.name,
        door.guest.number,
    )
    assert (answer.inside, kept.inside(door.event.id)) == (1, 1)


@pytest.mark.usefixtures("database")
def test_a_second_presentation_names_the_first_one() -> None:
    door = Door()
    first = door.scan()

    second = door.scan()

    assert second.verdict is Verdict.ALREADY_HERE
    assert second.earlier_id == first.scan_id
    assert kept.inside(door.event.id) == 1


@pytest.mark.usefixtures("database")
def test_the_same_scan_gets_the_same_answer() -> None:
    door = Door()
    presentation = door.presentation()
    first = present(presentation)

    again = present(presentation)

    stored = kept.scan(presentation.scan_id)
    assert again is None
    assert first is not None
    assert stored is not None
    assert stored.verdict is first.verdict is Verdict.ADMITTED
    assert db.session.scalar(select(func.count(Scan.id))) == 1


@pytest.mark.usefixtures("database")
def test_one_identifier_never_stands_for_two_codes() -> None:
    door = Door()
    scan_id = uuid4()
    door.scan(scan_id=scan_id)

    with pytest.raises(ScanIdReused):
        present(
            door.presentation(
                codes.compose(CodeKind.PERSON, bytes(16)), scan_id=scan_id
            )
        )


@pytest.mark.usefixtures("database")
def test_without_a_place_it_is_the_wrong_event() -> None:
    door = Door(signup=SignUp.INVITED)

    assert door.scan().verdict is Verdict.WRONG_EVENT


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("hope", "sentence"),
    [
        (PlaceStatus.WAITING, "On the waiting list."),
        (PlaceStatus.OFFERED, "A place was offered and not accepted."),
    ],
)
def test_a_place_that_is_hoped_for_does_not_admit(
    hope: PlaceStatus, sentence: str
) -> None:
    door = Door(signup=SignUp.BY_REQUEST)
    make_place(door.guest, door.event, hope)

    answer = door.scan()

    assert answer.verdict is Verdict.WRONG_EVENT
    assert answer.guest is not None
    assert answer.guest.place is hope
    view = view_of(answer, earlier_of(answer), door.desk.id, clock.now())
    assert (view.detail, view.next) == (sentence, "Admit when seats are free.")
    assert state_of(answer.guest) == "waiting"


@pytest.mark.usefixtures("database")
def test_a_guest_of_another_week_is_at_the_wrong_event() -> None:
    door, other = Door(), Door()

    assert door.scan(badges.code_of(other.badge)).verdict is Verdict.WRONG_EVENT


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (RegistrationStatus.CANCELLED, Verdict.CANCELLED),
        (RegistrationStatus.DECLINED, Verdict.CANCELLED),
        (RegistrationStatus.SUBMITTED, Verdict.NOT_CONFIRMED),
    ],
)
@pytest.mark.usefixtures("database")
def test_only_a_confirmed_registration_is_admitted(
    status: RegistrationStatus, verdict: Verdict
) -> None:
    door = Door()
    door.guest.status = status
    db.session.flush()

    answer = door.scan()

    assert answer.verdict is verdict
    assert kept.inside(door.event.id) == 0


@pytest.mark.usefixtures("database")
def test_a_replaced_badge_ends_at_once() -> None:
    door = Door()
    lost = badges.code_of(door.badge)

    fresh = badges.reissue(door.guest, actor="Office")

    assert door.scan(lost).verdict is Verdict.REVOKED
    assert door.scan(badges.code_of(fresh)).verdict is Verdict.ADMITTED


@pytest.mark.usefixtures("database")
def test_an_unknown_and_a_cut_code_are_told_apart() -> None:
    door = Door()
    code = badges.code_of(door.badge)
    assert code is not None

    foreign = door.scan(codes.compose(CodeKind.PERSON, b"nobody has this!"))
    cut = door.scan(code[:-3])

    assert (foreign.verdict, cut.verdict) == (Verdict.UNKNOWN, Verdict.MISREAD)
    assert cut.guest is None
    assert db.session.scalar(select(func.count(Scan.id))) == 2


@pytest.mark.usefixtures("database")
def test_an_open_door_admits_until_the_room_is_full() -> None:
    door = Door(signup=SignUp.EVERYONE, capacity=1)
    late = make_registration(door.week)
    code = badges.code_of(badges.issue(late))

    first, second = door.scan(), door.scan(code)

    assert (first.verdict, second.verdict) == (Verdict.ADMITTED, Verdict.FULL)
    assert second.inside == 1


@pytest.mark.usefixtures("database")
def test_a_cancelled_event_admits_nobody() -> None:
    door = Door()
    door.event.status = EventStatus.CANCELLED
    db.session.flush()

    assert door.scan().verdict is Verdict.WRONG_EVENT


@pytest.mark.usefixtures("database")
def test_an_offline_admission_which_came_second_is_a_conflict() -> None:
    door = Door()
    first = door.scan()

    second = door.scan(was_offline=True)

    assert second.verdict is Verdict.CONFLICT
    assert second.earlier_id == first.scan_id


@pytest.mark.usefixtures("database")
def test_somebody_found_by_name_is_admitted_without_a_badge() -> None:
    door = Door()

    answer = door.scan(code="", registration_id=door.guest.id)

    assert answer.verdict is Verdict.ADMITTED


@pytest.mark.usefixtures("database")
def test_a_desk_serves_the_events_of_its_own_week() -> None:
    door, other = Door(), Door()

    with pytest.raises(UnknownEvent):
        door.scan(event_id=other.event.id)


@pytest.mark.usefixtures("database")
def test_a_steward_undoes_for_two_minutes_and_an_organiser_always(
    time: StoppedClock,
) -> None:
    door = Door()
    first = db.session.get_one(Scan, door.scan().scan_id)
    time.advance(minutes=3)

    with pytest.raises(TooLateToUndo):
        undo(first, by="Steward")
    undo(first, by="Organiser", may_always=True)
    undo(first, by="Steward")  # done before: changes nothing

    assert kept.inside(door.event.id) == 0
    assert door.scan().verdict is Verdict.ADMITTED


@pytest.mark.usefixtures("database")
def test_an_old_undo_does_not_touch_a_newer_admission(time: StoppedClock) -> None:
    door = Door()
    first = db.session.get_one(Scan, door.scan().scan_id)
    undo(first, by="Steward")
    time.advance(seconds=5)
    door.scan()

    undo(first, by="Steward")

    assert kept.inside(door.event.id) == 1


@pytest.mark.usefixtures("database")
def test_only_an_admission_can_be_undone() -> None:
    door = Door(signup=SignUp.INVITED)
    refused = db.session.get_one(Scan, door.scan().scan_id)

    with pytest.raises(NothingToUndo):
        undo(refused, by="Organiser")


@pytest.mark.usefixtures("database")
def test_the_journal_tells_who_undid_an_admission() -> None:
    door = Door()
    steward = make_account(Role.STEWARD)
    first = db.session.get_one(Scan, door.scan().scan_id)

    undo(first, by=steward.name, by_id=steward.id)
    undo(first, by=steward.name, by_id=steward.id)  # done before: no second line

    line = db.session.scalars(select(Entry).where(Entry.week_id == door.week.id)).one()
    assert (line.action, line.actor, line.actor_id) == (
        "admission.undone",
        steward.name,
        steward.id,
    )
    assert (line.subject, line.subject_id) == (str(door.guest.name), door.guest.id)


@pytest.mark.usefixtures("database")
def test_the_journal_tells_who_admitted_somebody_by_name() -> None:
    door = Door()
    steward = make_account(Role.STEWARD)

    for _ in range(2):  # the second time the guest is here already
        door.scan(
            "",
            registration_id=door.guest.id,
            steward_id=steward.id,
            steward_name=steward.name,
        )

    line = db.session.scalars(select(Entry).where(Entry.week_id == door.week.id)).one()
    assert (line.action, line.actor, line.actor_id) == (
        "admission.by_name",
        steward.name,
        steward.id,
    )
    assert (line.subject, line.subject_id) == (str(door.guest.name), door.guest.id)


@pytest.mark.usefixtures("database")
def test_an_admission_by_badge_needs_no_line_in_the_journal() -> None:
    door = Door()

    door.scan()

    lines = select(func.count(Entry.id)).where(Entry.week_id == door.week.id)
    assert db.session.scalar(lines) == 0


@pytest.mark.parametrize("reference", ["7K2M9QXD", "12345678", "0A1B1C0D"])
@pytest.mark.parametrize("hyphen", ["-", ""])
@pytest.mark.usefixtures("database")
def test_a_guest_is_found_by_the_reference_on_the_badge(
    reference: str, hyphen: str
) -> None:
    door = Door()
    door.guest.reference = reference
    make_registration(door.week)
    db.session.flush()

    typed = f"{reference[:4]}{hyphen}{reference[4:]}".lower().replace("0", "o")
    found = guests.people(door.event, typed)

    assert [guest.registration_id for guest in found] == [door.guest.id]


@pytest.mark.parametrize("words", ["王", "wang", "XIAO", "小明", "Wáng xiaoming"])
@pytest.mark.usefixtures("database")
def test_a_guest_is_found_in_either_script_from_one_character(words: str) -> None:
    door = Door()

    found = guests.people(door.event, words)

    assert [guest.registration_id for guest in found] == [door.guest.id]


@pytest.mark.usefixtures("database")
def test_a_guest_is_found_by_number() -> None:
    door = Door()

    found = guests.people(door.event, f"{door.guest.number:04d}")

    assert [guest.registration_id for guest in found] == [door.guest.id]


@pytest.mark.usefixtures("database")
def test_who_is_expected_is_found_before_who_cancelled() -> None:
    door = Door()
    cancelled = make_registration(
        door.week, number=1, status=RegistrationStatus.CANCELLED
    )

    found = guests.people(door.event, "wang")

    assert [one.registration_id for one in found] == [door.guest.id, cancelled.id]


@pytest.mark.parametrize("words", ["፩", "²", "٠٤١٢", "9" * 40])
@pytest.mark.usefixtures("database")
def test_digits_of_any_script_may_be_looked_for(words: str) -> None:
    assert guests.people(Door().event, words) == []


def test_an_admitted_scan_takes_few_statements(
    database: str, statements: Counted
) -> None:
    door = Door()
    presentation = door.presentation()
    db.session.commit()

    with statements() as ran:
        present(presentation)

    assert len(ran) == (2 if database == "postgresql" else 3), ran


def test_the_last_seat_is_given_once_at_an_open_door(app: Flask) -> None:
    door = Door(signup=SignUp.EVERYONE, capacity=3)
    guests = [make_registration(door.week) for _ in range(12)]
    people = [badges.code_of(badges.issue(guest)) for guest in guests]
    event_id, desk_id = door.event.id, door.desk.id
    db.session.commit()

    verdicts = _at_once(app, [(desk_id, event_id, str(code)) for code in people])

    assert sorted(verdicts) == [*["admitted"] * 3, *["full"] * 9]


def _at_once(app: Flask, scans: list[tuple[UUID, UUID, str]]) -> list[str]:
    barrier, verdicts = Barrier(len(scans)), []

    def show(desk_id: UUID, event_id: UUID, code: str) -> None:
        with app.app_context():
            may_write(allowed=True)
            barrier.wait()
            answer = present(
                Presentation(
                    scan_id=uuid4(),
                    desk_id=desk_id,
                    event_id=event_id,
                    code=code,
                    scanned_at=clock.now(),
                )
            )
            db.session.commit()
            verdicts.append(answer.verdict.value if answer else "known")

    threads = [Thread(target=show, args=scan) for scan in scans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return verdicts
