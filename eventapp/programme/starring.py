"""The pages of stars: mark an event, and see all that one marked.

Nothing here is kept for everybody. The form that marks an event stands on a page of
its own, because a kept page carries no token; script sets the cookie at once instead.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import (
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from eventapp.programme import pages, queries, stars, timetable
from eventapp.programme.access import week_or_404
from eventapp.programme.errors import TooManyStars
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.standing import teller
from eventapp.programme.vocabulary import MOST_STARS
from eventapp.web.audience import public


@public
def star(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Star an event, or take the star away; `starred=no` drops it."""
    week = week_or_404(slug)
    event = queries.event(week, event_id) or abort(404)
    known = stars.in_cookie(queries.events_of(week))
    if request.method == "POST":
        back = _to("event", slug=slug, event_id=event.id)
        wanted = request.form.get("starred") != "no"
        _mark(week, event, known, back, wanted=wanted)
        return _private(back)
    _moment, own = pages.moment_of(week, [event])
    marked = known | (own.stars if own else frozenset())
    page = render_template(
        "programme/star.html", week=week, event=event, is_starred=event.id in marked
    )
    return _private(make_response(page))


@public
def starred(slug: str) -> ResponseReturnValue:
    """The starred events of this reader, what overlaps, and what has changed.

    Sent as a form, it hands the stars of this browser over to the registration.
    """
    week = week_or_404(slug)
    events = queries.events_of(week)
    known = stars.in_cookie(events)
    if request.method == "POST":
        done = _to("starred", slug=slug)
        if teller.keep_stars(week, known, None):
            stars.keep(done, week, ())
        return _private(done)
    moment, own = pages.moment_of(week, events)
    marked = known | (own.stars if own else frozenset())
    chosen = [event for event in events if event.id in marked]
    latest = queries.latest_release_number(week)
    seen = stars.last_seen()
    is_old = seen is not None and seen < latest
    page = render_template(
        "programme/starred.html",
        week=week,
        own=own,
        moment=moment,
        days=_days(chosen, moment),
        count=len(chosen),
        overlaps=stars.overlaps(chosen),
        changed=queries.changed_after(week, seen or 0) if is_old else frozenset(),
        is_unkept=bool(own and own.keeps_stars and known),
    )
    response = make_response(page)
    if chosen and seen != latest:
        stars.note_seen(response, week, latest)
    return _private(response)


def _mark(
    week: Week, event: Event, known: frozenset[UUID], back: Response, *, wanted: bool
) -> None:
    """Keep one star more or less: in the registration if there is one, else here."""
    if not wanted:
        teller.keep_stars(week, (), event.id)
        stars.keep(back, week, known - {event.id})
        return
    marked = known | {event.id}
    if teller.keep_stars(week, marked, None):
        marked = frozenset()
    elif len(marked) > MOST_STARS:
        raise TooManyStars(most=MOST_STARS)
    stars.keep(back, week, marked)


def _days(
    chosen: Sequence[Event], moment: timetable.Moment
) -> list[tuple[object, list[timetable.Entry]]]:
    """Each day with what was starred on it; parts stand for themselves."""
    days: dict[object, list[timetable.Entry]] = {}
    for event in chosen:
        days.setdefault(moment.day_of(event), []).append(moment.entry(event))
    return list(days.items())


def _to(view: str, **values: Any) -> Response:
    return make_response(redirect(url_for(f"programme.{view}", **values)))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
