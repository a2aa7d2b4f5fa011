"""When cues begin, should begin, and are expected."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventapp.kernel.i18n import Localised
from eventapp.run_of_show.models import Cue
from eventapp.run_of_show.timing import Course, course
from tests.builders import MORNING

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(minutes: float) -> datetime:
    """So many minutes after the planned beginning, which is 09:00 on the wall."""
    return MORNING + timedelta(minutes=minutes)


def cue(
    minutes: int,
    *,
    begins: time | None = None,
    least: int | None = None,
    real: tuple[float, ...] = (),
) -> Cue:
    began, ended = [*map(at, real), None, None][:2]
    return Cue(
        what=Localised({"en": f"{minutes} minutes"}),
        minutes=minutes,
        begins=begins,
        least_minutes=least,
        began_at=began,
        ended_at=ended,
    )


def timed(*cues: Cue, now: float = -60, length: int = 60) -> Course:
    return course(cues, MORNING, at(length), SHANGHAI, at(now))


def planned(found: Course) -> list[float]:
    return [(one.planned_at - MORNING) / timedelta(minutes=1) for one in found.cues]


def expected(found: Course) -> list[float]:
    return [(one.expected_at - MORNING) / timedelta(minutes=1) for one in found.cues]


def test_each_cue_follows_the_one_before() -> None:
    found = timed(cue(10), cue(15), cue(25))

    assert planned(found) == expected(found) == [0, 10, 25]
    assert (found.minutes, found.excess_minutes) == (50, -10)


def test_a_fixed_start_leaves_minutes_free_or_squeezes_them() -> None:
    found = timed(
        cue(10), cue(15, begins=time(9, 20)), cue(5, begins=time(9, 30)), length=38
    )

    assert planned(found) == [0, 20, 35]
    assert [one.free_minutes for one in found.cues] == [0, 10, 0]
    assert [one.squeezed_minutes for one in found.cues] == [0, 0, 5]
    assert found.excess_minutes == 2


def test_a_run_may_cross_midnight() -> None:
    late = at(14 * 60 + 30)  # 23:30
    cues = [cue(10), cue(10, begins=time(0, 5))]
    found = course(cues, late, late + timedelta(hours=1), SHANGHAI, MORNING)

    assert found.cues[1].planned_at == late + timedelta(minutes=35)


def test_a_late_beginning_moves_everything() -> None:
    found = timed(cue(10), cue(10), now=4.5)

    assert (found.late_minutes, expected(found)) == (4, [4.5, 14.5])
    assert timed(cue(10), now=-5).late_minutes == 0


@pytest.mark.parametrize(
    ("now", "late", "then"), [(5, 0, 10), (10, 0, 10), (14.9, 4, 14.9)]
)
def test_a_long_speech_moves_what_follows(now: float, late: int, then: float) -> None:
    found = timed(cue(10, real=(0,)), cue(10), now=now)

    assert (found.late_minutes, expected(found)) == (late, [0, then])
    assert found.current is found.cues[0]
    assert found.following is found.cues[1]


def test_whoever_is_early_hears_it() -> None:
    found = timed(cue(10, real=(0, 6)), cue(10, real=(6,)), now=7)

    assert found.late_minutes == -4
    assert found.cues[0].real_minutes == 6


def test_a_fixed_start_takes_up_what_was_late() -> None:
    found = timed(cue(10, real=(0,)), cue(10, begins=time(9, 20)), now=15)

    assert (found.late_minutes, expected(found)) == (5, [0, 20])


def test_a_cue_that_was_left_out_takes_no_time() -> None:
    found = timed(cue(10, real=(0, 10)), cue(20), cue(10, real=(10,)), cue(5), now=12)

    assert expected(found) == [0, 10, 10, 20]
    assert found.following is found.cues[3]


def test_minutes_can_be_saved_from_here_on() -> None:
    found = timed(
        cue(10, least=5, real=(0, 10)),
        cue(25, least=15, real=(10,)),
        cue(10),
        cue(15, least=5),
        now=30,
    )

    saved = [(one.timed.number, one.minutes, one.least) for one in found.savings]
    assert saved == [(2, 5, 15), (4, 10, 5)]


def test_after_the_last_cue_nothing_is_to_come() -> None:
    found = timed(cue(10, real=(0, 13)), now=200)

    assert found.is_over
    assert (found.late_minutes, found.savings, found.following) == (3, (), None)
    assert found.expected_end == at(13)


def test_an_empty_run_lasts_no_time(app: Flask) -> None:
    assert app
    found = timed()

    assert (found.minutes, found.has_begun, found.is_over) == (0, False, False)
    assert found.expected_end == found.planned_end == MORNING
