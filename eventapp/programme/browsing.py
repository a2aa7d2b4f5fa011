"""The programme of a week as readers browse it: by day, by room, filtered, searched."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp.programme import pages, queries, stars, timetable
from eventapp.programme.access import week_or_404
from eventapp.programme.addresses import (
    ALL,
    CHOICES,
    FILTERS,
    LIST,
    MANY_DAYS,
    MANY_EVENTS,
    ROOMS,
    chosen_day,
    here,
    rail,
)
from eventapp.programme.choices import programme_choice
from eventapp.programme.finding import finder_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.rooms import by_room
from eventapp.web.audience import public

NO_FILTERS = dict.fromkeys(FILTERS)


@public
def programme(slug: str) -> ResponseReturnValue:
    """The programme by day, as a list or by room, all of it or what was chosen.

    A page for everybody is kept; what one reader alone asks (words, stars, several
    filters at once) is made anew, at the same few statements.
    """
    return pages.kept(
        pages.revision_of(slug), lambda: _page(week_or_404(slug)), CHOICES
    )


def _page(week: Week) -> str:
    events = queries.events_of(week)
    finder = finder_of(week, events)
    moment, own = pages.moment_of(week, events)
    choice = programme_choice(events, finder)
    starred = stars.in_cookie(events) | (own.stars if own else frozenset())
    wanted = choice.wanted(finder, starred)
    shown = timetable.matching(events, lambda event: wanted.fits(event, finder))
    dates = timetable.dates_of(events, moment)
    is_long = len(events) > MANY_EVENTS or len(dates) > MANY_DAYS
    is_narrowed = bool(wanted) and len(shown) <= MANY_EVENTS
    on, unknown_day = chosen_day(
        dates, moment, is_narrowed=is_narrowed, is_long=is_long
    )
    view = request.args.get("view")
    has_rooms = bool(finder.venues)
    is_by_room = view == ROOMS and has_rooms
    days = [timetable.arrange(shown, one, moment) for one in ([on] if on else dates)]
    today = next((day for day in days if day.date == moment.today), None)
    if is_by_room:
        days = [by_room(day) for day in days]
    unknown = (
        unknown_day or view not in {None, "", ROOMS, LIST} or choice.asks_in_vain()
    )
    page = render_template(
        "programme/programme.html",
        week=week,
        own=own,
        moment=moment,
        events=events,
        days=[day for day in days if day.size],
        on=on,
        present=today.present(moment.now) if today else None,
        is_on=moment.today in dates and not moment.is_over,
        count=sum(day.size for day in days),
        rail=rail(week, dates, on, moment),
        is_long=len(dates) > MANY_DAYS,
        whole=here(week, day=ALL),
        today=here(week, day=None, view=None, **NO_FILTERS),
        as_list=here(week, view=None),
        as_rooms=here(week, view=ROOMS),
        is_by_room=is_by_room,
        has_rooms=has_rooms,
        choice=choice,
        of_calendar=choice.lists(),
        chosen=choice.tags(week),
        clear=here(week, **NO_FILTERS),
        unknown=unknown,
        has_passed=timetable.has_passed(week, moment.now),
    )
    if unknown or not wanted.is_common:
        raise pages.NotOurs(page)
    return page
