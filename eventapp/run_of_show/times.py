"""Planned and real times of a run, as a table of one's own."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from eventapp.run_of_show.stage import Stage

HEAD = (
    "number",
    "cue",
    "planned_at",
    "planned_minutes",
    "began_at",
    "ended_at",
    "real_minutes",
)


def rows_of(stage: Stage) -> Iterator[tuple[object, ...]]:
    """The head, and a row for each cue."""
    zone = stage.event.week.tzinfo
    yield HEAD
    for one in stage.course.cues:
        cue = one.cue
        yield (
            one.number,
            str(cue.what),
            _wall(one.planned_at, zone),
            cue.minutes,
            _wall(cue.began_at, zone),
            _wall(cue.ended_at, zone),
            one.real_minutes,
        )


def _wall(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""
