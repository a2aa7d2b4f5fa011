"""The run of show of the demonstration's opening, in the order of the facts."""

import pytest
from sqlalchemy import select

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.run_of_show.queries import run_of
from eventapp.run_of_show.stage import stage_of

LU, LI = ("Lu Min", "witness"), ("Li Weiping", "witness")
XIE = ("Xie Huaqing", "signatory")
FACTS = [
    (10, [("Yao Li", "presider")]),
    (15, [("Lu Min", "speaker")]),
    (15, [("Li Weiping", "speaker")]),
    (25, [("Xie Huaqing", "speaker")]),
    (10, [XIE, ("Armin Kienle", "signatory"), LU, LI]),
    (10, [XIE, ("Galina Ivanova", "signatory"), LU, LI]),
    (15, []),
]


@pytest.mark.usefixtures("planting")
def test_the_opening_of_2024_has_its_seven_steps() -> None:
    event = db.session.scalar(select(Event).where(Event.key == "e-open"))
    assert event is not None
    run = run_of(event)
    assert run is not None

    stage = stage_of(run, clock.now())

    found = [
        (
            one.cue.minutes,
            [(who.person.name.latin, str(who.part)) for who in stage.cast_of(one)],
        )
        for one in stage.course.cues
    ]
    assert found == FACTS
    assert all(set(one.cue.what) == {"en", "zh-Hans"} for one in stage.course.cues)
    assert all(who.office for those in stage.casts.values() for who in those)
    assert stage.course.excess_minutes == -10
