"""What is decided about a run of show."""

from datetime import time as hour
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.planned import planned_event
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show import queries
from eventapp.run_of_show.errors import (
    BegunStandsFirst,
    CueHasBegun,
    NoHourYet,
    NothingToRun,
    RunChangedMeanwhile,
)
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.service import going, linking
from eventapp.run_of_show.service.writing import copy_runs, save_run
from tests.builders import make_account, make_event, make_person
from tests.conftest import StoppedClock
from tests.run_of_show.ceremony import cue, make_run

pytestmark = pytest.mark.usefixtures("time")


def begun(run: Run) -> list[str]:
    """What has begun, in order; the running one with a sign."""
    return [
        f"{one.what}{'…' if one.is_running else ''}"
        for one in queries.cues_of(run)
        if one.has_begun
    ]


def press(run: Run) -> bool:
    seen = going.stand_of(queries.cues_of(run))
    return going.advance(run, seen=seen, by="the presider")


def back(run: Run) -> bool:
    seen = going.stand_of(queries.cues_of(run))
    return going.go_back(run, seen=seen, by="the presider")


def test_a_second_organiser_does_not_overwrite_the_first() -> None:
    event, by = make_event(), make_account()
    save_run(event, [cue("Welcome")], seen_version=0, by=by)
    save_run(event, [cue("Welcome"), cue("Speech")], seen_version=1, by=by)

    with pytest.raises(RunChangedMeanwhile):
        save_run(event, [cue("Photo")], seen_version=1, by=by)
    with pytest.raises(RunChangedMeanwhile):
        save_run(make_event(), [cue("Photo")], seen_version=3, by=by)


def test_a_press_begins_the_next_cue_and_ends_the_last(time: StoppedClock) -> None:
    run = make_run("Welcome", "Speech")
    assert press(run)
    time.advance(minutes=12)
    assert press(run)
    time.advance(minutes=9)
    assert press(run)

    assert not press(run)
    one, two = queries.cues_of(run)
    assert one.began_at is not None
    assert one.ended_at == two.began_at
    assert two.ended_at == time.now
    assert begun(run) == ["Welcome", "Speech"]


def test_the_second_of_two_presses_at_once_does_nothing() -> None:
    run = make_run("Welcome", "Speech", "Photo")
    press(run)
    seen = going.stand_of(queries.cues_of(run))

    presses = [going.advance(run, seen=seen, by="one of two") for _ in range(2)]

    assert presses == [True, False]
    assert begun(run) == ["Welcome", "Speech…"]


def test_going_back_undoes_every_press(time: StoppedClock) -> None:
    run = make_run("Welcome", "Speech")
    for _ in range(3):
        press(run)
        time.advance(minutes=5)

    stands = []
    while back(run):
        stands.append(begun(run))

    assert stands == [["Welcome", "Speech…"], ["Welcome…"], []]
    assert not going.go_back(run, seen="after", by="somebody late")


def test_a_cue_goes_on_from_its_own_beginning_after_going_back(
    time: StoppedClock,
) -> None:
    run = make_run("Welcome", "Speech")
    press(run)
    began = time.now
    time.advance(minutes=5)
    press(run)
    back(run)

    welcome, speech = queries.cues_of(run)
    assert (welcome.began_at, welcome.ended_at) == (began, None)
    assert (speech.began_at, speech.ended_at) == (None, None)


def test_nothing_begins_without_a_cue_or_without_an_hour() -> None:
    with pytest.raises(NothingToRun) as empty:
        press(make_run())
    with pytest.raises(NoHourYet) as unplaced:
        press(make_run("Welcome", event=make_event(is_placed=False)))

    assert [str(refusal.value) for refusal in (empty, unplaced)] == [
        "There is no cue yet. Write the run of show first.",
        "This event has no day and hour yet. Plan them first.",
    ]


def test_what_has_begun_stays_until_the_times_are_cleared() -> None:
    run, by = make_run("Welcome", "Speech"), make_account()
    press(run)
    with pytest.raises(CueHasBegun, match="“Welcome” has begun already"):
        save_run(run.event, [cue("Photo")], seen_version=run.version, by=by)

    going.clear_times(run, by=by.name, by_id=by.id)
    save_run(run.event, [cue("Photo")], seen_version=run.version, by=by)

    assert [str(one.what) for one in queries.cues_of(run)] == ["Photo"]


def test_a_known_cue_keeps_its_real_times_when_it_is_written_anew() -> None:
    run = make_run("Welcome", "Speech")
    press(run)
    one, two = queries.cues_of(run)
    plans = [cue("Long welcome", id=one.id), cue("Photo"), cue("Speech", id=two.id)]

    save_run(run.event, plans, seen_version=run.version, by=make_account())

    found = queries.cues_of(run)
    assert [str(one.what) for one in found] == ["Long welcome", "Photo", "Speech"]
    assert begun(run) == ["Long welcome…"]


@pytest.mark.parametrize(
    ("order", "moved"), [("BACD", "A"), ("AB+CD", ""), ("A+BCD", "B"), ("ACBD", "B")]
)
def test_what_has_begun_stands_first_in_the_order_of_its_beginning(
    time: StoppedClock, order: str, moved: str
) -> None:
    run = make_run("A", "B", "C", "D")
    for _press in range(2):
        press(run)
        time.advance(minutes=5)
    keys = {str(one.what): one.id for one in queries.cues_of(run)}
    plans = [cue(name, id=keys.get(name)) for name in order]

    if moved:
        with pytest.raises(BegunStandsFirst, match=f"“{moved}” has begun already"):
            save_run(run.event, plans, seen_version=run.version, by=make_account())
    else:
        save_run(run.event, plans, seen_version=run.version, by=make_account())

    assert begun(run) == ["A", "B…"]


def test_cues_to_come_are_moved_while_the_ceremony_runs(time: StoppedClock) -> None:
    run = make_run("A", "B", "C")
    press(run)
    keys = {str(one.what): one.id for one in queries.cues_of(run)}
    plans = [cue(name, id=keys.get(name)) for name in "A+CB"]
    save_run(run.event, plans, seen_version=run.version, by=make_account())

    for _press in range(4):
        time.advance(minutes=5)
        press(run)

    assert begun(run) == ["A", "+", "C", "B"]
    assert not press(run)


def test_a_press_never_begins_what_has_begun(time: StoppedClock) -> None:
    run = make_run("A", "B", "C")
    for _press in range(2):
        press(run)
        time.advance(minutes=5)
    first, second, _third = queries.cues_of(run)
    first.position, second.position = 2, 1  # as it could be saved once

    assert press(run)
    db.session.flush()

    assert begun(run) == ["B", "A", "C…"]


def test_a_key_of_another_run_writes_a_new_cue() -> None:
    other = queries.cues_of(make_run("Theirs"))[0]
    run = make_run("Ours")

    plans = [cue("Ours", id=other.id), cue("Nobody's", id=uuid4())]
    save_run(run.event, plans, seen_version=run.version, by=make_account())

    assert str(other.what) == "Theirs"
    assert other.id not in {one.id for one in queries.cues_of(run)}


def test_nobody_is_forgotten_who_acts_in_a_cue() -> None:
    person = make_person()
    run = make_run(cue("Welcome", cast=(Cast(person.id, Part.PRESIDER),)))
    events = [planned_event(run.event)]
    assert [
        who.person for those in queries.casts_of(run, events).values() for who in those
    ] == [person]

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.delete(person)

    assert queries.casts_of(run, events) != {}


def test_a_renewed_link_ends_the_old_one(time: StoppedClock) -> None:
    def opened(token: str) -> Run | None:
        return queries.run_by_link(token, time.now)

    run, by = make_run("Welcome"), make_account()
    linking.open_link(run, may_press=True, by=by)
    old = linking.link_token(run) or ""
    assert opened(old) is run

    linking.open_link(run, may_press=False, by=by)
    new = linking.link_token(run) or ""
    assert (opened(old), opened(new)) == (None, run)
    assert not run.link_presses

    linking.close_link(run, by=by)
    assert (opened(new), linking.link_token(run)) == (None, None)


def test_a_copy_has_the_texts_and_nobody() -> None:
    person = make_person()
    plan = cue(
        "Welcome",
        least_minutes=5,
        begins=ten(),
        slides="1–3",
        props=Localised({"en": "two pens", "zh-Hans": "两支笔"}),
        notes=Localised({"en": "Microphone 1"}),
        cast=(Cast(person.id),),
    )
    run, new = make_run(plan, "Speech"), make_event()
    press(run)

    assert copy_runs({run.event_id: new, uuid4(): make_event()}) == 1

    copied = queries.run_of(new)
    assert copied is not None
    first, second = queries.cues_of(copied)
    assert (first.what, first.least_minutes, first.begins) == (
        plan.what,
        5,
        plan.begins,
    )
    assert (first.props, first.notes, first.slides) == (plan.props, plan.notes, "1–3")
    assert (first.has_begun, str(second.what)) == (False, "Speech")
    assert queries.casts_of(copied, []) == {}


def ten() -> hour:
    return hour(10, 0)
