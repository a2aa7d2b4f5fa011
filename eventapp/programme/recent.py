"""What was changed lately, for those who read the programme before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.i18n import day_in_words
from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import names_in
from eventapp.programme.vocabulary import ChangeKind

LATELY = timedelta(hours=48)
FEW = 5  # the latest changes of an event, some of which the public does not see


@dataclass(frozen=True)
class LatestChange:
    """The latest change of an event that the public can see."""

    change: Change
    differences: list[Difference]


def moved_lately(week: Week, at: datetime) -> Mapping[UUID, datetime]:
    """When events began that a release of late has moved; in one statement."""
    rows = db.session.execute(
        select(Change.event_id, Change.before, Change.after)
        .join(Release, Release.id == Change.release_id)
        .where(
            Release.week_id == week.id,
            Release.published_at > at - LATELY,
            Release.published_at <= at,
            Change.kind != ChangeKind.ADDED,
        )
        .order_by(Release.number)
    )
    was: dict[UUID, str] = {}
    is_now: dict[UUID, str] = {}
    for key, before, after in rows:
        was.setdefault(key, before["starts_at"])
        is_now[key] = after["starts_at"]
    return {
        key: datetime.fromisoformat(started)
        for key, started in was.items()
        if started != is_now[key]
    }


def old_start(was: datetime, event: Event, week: Week) -> str:
    """The hour at which an event began before, with its day where it is another."""
    then, now = (at.astimezone(week.tzinfo) for at in (was, event.starts_at))
    if then.date() == now.date():
        return f"{then:%H:%M}"
    return f"{day_in_words(then.date())} {then:%H:%M}"


def latest_change(week: Week, event: Event) -> LatestChange | None:
    """What a release changed last in an event, in words; None: nothing since it is."""
    rows = db.session.scalars(
        select(Change)
        .join(Change.release)
        .options(joinedload(Change.release))
        .where(Change.event_id == event.id, Change.kind != ChangeKind.ADDED)
        .order_by(Release.number.desc())
        .limit(FEW)
    ).all()
    if not rows:
        return None
    names = names_in(week, [facts for one in rows for facts in (one.before, one.after)])
    for one in rows:
        found = differences(one.before, one.after, names, is_public=True)
        if found or one.kind is not ChangeKind.CHANGED:
            return LatestChange(one, found)
    return None
