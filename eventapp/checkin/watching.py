"""The live board of who supervises: first what needs a decision, then how it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.duty import at_desk
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, supervised
from eventapp.checkin.posts import Post, posts_of
from eventapp.checkin.queries import board as seen
from eventapp.checkin.queries.alerts import count_unseen
from eventapp.checkin.queries.board import (
    LATELY,
    MINUTE,
    MINUTES,
    Hall,
    OnStage,
    Pace,
)
from eventapp.checkin.queries.conflicts import OpenConflict, open_conflicts_of
from eventapp.checkin.queries.desks import desks_of
from eventapp.checkin.vocabulary import DeskKind, DeskRole, DeviceState
from eventapp.kernel import clock
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.words import part_word
from eventapp.web.conditional import fragment

OLD_LIST = timedelta(minutes=30)
Needs = list[dict[str, str]]


@dataclass(frozen=True)
class Door:
    """A desk with how many came by it."""

    desk: Desk
    scans: int  # lately, whatever the desk said
    lately: int  # who came
    all: int
    posts: int  # online


@dataclass(frozen=True)
class Cast:
    """Those of one part in a ceremony."""

    title: Localised | None  # of a part of the event
    part: str
    inside: int
    of: int
    missing: Sequence[OnStage]


@bp.get("/weeks/<slug>/board")
@at_desk(DeskRole.SUPERVISOR)
def board(slug: str) -> ResponseReturnValue:
    """How the doors go."""
    week = supervised(slug)
    return render_template("checkin/board.html", **shown(week))


@bp.get("/weeks/<slug>/board/part")
@at_desk(DeskRole.SUPERVISOR)
def board_part(slug: str) -> ResponseReturnValue:
    """The part of the board that renews itself."""
    week = supervised(slug)
    return fragment(render_template("checkin/_board.html", **shown(week)))


def shown(week: Week) -> dict[str, object]:
    """All that the board shows; a constant number of statements."""
    now = clock.now()
    halls = seen.halls(week.id, now)
    came = seen.arrivals(week.id, now)
    posts = posts_of(week, now)
    conflicts = open_conflicts_of(week.id)
    points, desks = _points(week, came, now), desks_of(week)
    return {
        "week": week,
        "needs": [
            *_needs(week, halls, posts, conflicts, now),
            *_hosts_needs(week, desks),
        ],
        "halls": halls,
        "casts": _casts(seen.on_stage([one.event for one in halls])),
        "points": points,
        "busiest": max(points, key=lambda point: point["value"]),
        "doors": _doors(desks, came, posts),
        "posts": posts,
        "lately": LATELY,
        "minutes": MINUTES,
    }


def _points(
    week: Week, paces: Mapping[UUID, Pace], now: datetime
) -> list[dict[str, int | str]]:
    totals = [
        sum(column)
        for column in zip(*(one.came for one in paces.values()), strict=True)
    ]
    totals = totals or [0] * MINUTES
    first = now.astimezone(week.tzinfo) - (MINUTES - 1) * MINUTE
    return [
        {"label": f"{first + n * MINUTE:%H:%M}", "value": total}
        for n, total in enumerate(totals)
    ]


def _doors(
    desks: Sequence[Desk], paces: Mapping[UUID, Pace], posts: list[Post]
) -> list[Door]:
    none = Pace(0, (0,) * MINUTES)
    online = [one.desk_id for one in posts if one.state is DeviceState.ONLINE]
    return [
        Door(
            desk,
            pace.scans,
            sum(pace.came[-LATELY:]),
            sum(pace.came),
            online.count(desk.id),
        )
        for desk in desks
        for pace in (paces.get(desk.id, none),)
        if desk.is_open or desk.id in paces
    ]


def _casts(cast: list[OnStage]) -> dict[UUID, list[Cast]]:
    found: dict[UUID, list[Cast]] = {}
    for event in dict.fromkeys(one.event for one in cast):
        of_event = [one for one in cast if one.event is event]
        hall_id = of_event[0].hall_id
        title = event.title if event.id != hall_id else None
        for part in dict.fromkeys(one.part for one in of_event):
            those = [one for one in of_event if one.part is part]
            if not any(one.has_registration for one in those):
                continue  # hosts of their own house, whom no desk ever sees
            missing = [one for one in those if not one.is_inside]
            inside = len(those) - len(missing)
            row = Cast(title, part_word(part), inside, len(those), missing)
            found.setdefault(hall_id, []).append(row)
    return found


def _needs(
    week: Week,
    halls: list[Hall],
    posts: list[Post],
    conflicts: list[OpenConflict],
    now: datetime,
) -> Needs:
    slug = week.slug
    found: Needs = []
    if conflicts:
        text = ngettext(
            "%(num)d conflict to settle", "%(num)d conflicts to settle", len(conflicts)
        )
        found.append({"text": text, "href": url_for(".conflicts", slug=slug)})
    for hall in halls:
        found += _hall_needs(slug, hall)
    for post in posts:
        found += _post_needs(slug, post, now)
    return found


def _hosts_needs(week: Week, desks: Sequence[Desk]) -> Needs:
    """Whose guests are here unseen; a registration desk has the list of them."""
    count = count_unseen(week.id)
    if not count or not desks:
        return []
    serving = (one for one in desks if one.kind is DeskKind.REGISTRATION)
    desk = next(serving, desks[0])
    text = ngettext(
        "%(num)d host has not seen that the guest is here",
        "%(num)d hosts have not seen that their guests are here",
        count,
    )
    return [{"text": text, "href": url_for(".alerts", desk_id=desk.id)}]


def _hall_needs(slug: str, hall: Hall) -> Needs:
    found: Needs = []
    title = str(hall.event.title)
    if hall.is_nearly_full:
        words = _("%(event)s is full: %(inside)s of %(limit)s inside")
        if not hall.is_full:
            words = _("%(event)s is nearly full: %(inside)s of %(limit)s inside")
        text = words % {
            "event": title,
            "inside": hall.room.inside,
            "limit": hall.room.limit,
        }
        found.append({"text": text, "href": f"#hall-{hall.event.id}"})
    if hall.holds:
        text = ngettext(
            "%(event)s: %(num)d person waits outside",
            "%(event)s: %(num)d people wait outside",
            hall.holds,
            event=title,
        )
        found.append({"text": text, "href": url_for(".outside", slug=slug)})
    return found


def _post_needs(slug: str, post: Post, now: datetime) -> Needs:
    name = post.name or post.on_duty
    href = "#posts-heading"
    if post.device_id:
        href = url_for(".device", slug=slug, device_id=post.device_id)
    if post.is_stuck:
        text = ngettext(
            "%(name)s is not heard, and %(num)d scan waits on it",
            "%(name)s is not heard, and %(num)d scans wait on it",
            post.waiting,
            name=name,
        )
        return [{"text": text, "href": href}]
    if post.state is DeviceState.ENDING:
        text = _("%(name)s has ended and has not said that it forgot", name=name)
        return [{"text": text, "href": href}]
    is_old = post.list_made_at is not None and now - post.list_made_at > OLD_LIST
    if is_old and post.state is DeviceState.ONLINE:
        return [{"text": _("The list on %(name)s is old", name=name), "href": href}]
    return []
