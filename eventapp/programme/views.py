"""The public pages of a week: front page, programme, events, calendar, institutions."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    g,
    make_response,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue

from eventapp.institutions import queries as directory
from eventapp.institutions.words import type_word
from eventapp.kernel import clock, i18n
from eventapp.programme import booklet, queries, screen, subscribing, timetable
from eventapp.programme.access import week_or_404
from eventapp.programme.choices import (
    ALL,
    CHOICES,
    ROOMS,
    InstitutionChoice,
    ProgrammeChoice,
    chosen,
    chosen_day,
    here,
    offered,
    rail,
)
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.rooms import by_room
from eventapp.programme.standing import Own, teller
from eventapp.programme.timetable import Moment
from eventapp.programme.when import known_days, language_name
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.language import theme

bp = Blueprint("programme", __name__)

NOTHING: frozenset[str] = frozenset()
DAYS_AHEAD = 5  # on the front page of a week; a week may last a month

bp.add_url_rule("/weeks/<slug>/programme.pdf", view_func=booklet.booklet)
bp.add_url_rule("/weeks/<slug>/screen", view_func=screen.screen)
bp.add_url_rule("/weeks/<slug>/screen/part", view_func=screen.screen_part)

for _say in (known_days, language_name, type_word):
    bp.add_app_template_filter(_say)


@bp.get("/")
@public
def weeks() -> ResponseReturnValue:
    """All weeks open to the public."""

    def render() -> str:
        now = clock.now()
        known = queries.weeks()
        earlier = [week for week in known if timetable.has_passed(week, now)]
        coming = [week for week in reversed(known) if week not in earlier]
        g.zone = coming[0].tzinfo if coming else None
        return render_template("programme/weeks.html", coming=coming, earlier=earlier)

    return _kept(page_cache.revision_of("", queries.revisions), render)


@bp.get("/weeks/<slug>/")
@public
def week(slug: str) -> ResponseReturnValue:
    """The front page of a week."""

    def render() -> str:
        week = week_or_404(slug)
        events = queries.events_of(week)
        moment, own = _moment(week, events)
        dates = timetable.dates_of(events, moment)
        ahead = [on for on in dates if on >= moment.today] or dates
        running, following = queries.now_and_next(events, moment.now)
        return render_template(
            "programme/week.html",
            week=week,
            moment=moment,
            own=own,
            running=[moment.entry(event) for event in running],
            following=[moment.entry(event) for event in following],
            days=[timetable.arrange(events, on, moment) for on in ahead[:DAYS_AHEAD]],
            days_left_out=len(dates) - len(ahead[:DAYS_AHEAD]),
            counts=queries.participant_counts(week),
            has_passed=timetable.has_passed(week, moment.now),
            is_open=week.takes_registrations(moment.now),
        )

    return _kept(_revision(slug), render)


@bp.get("/weeks/<slug>/programme")
@public
def programme(slug: str) -> ResponseReturnValue:
    """The programme by day, as a list or by room, all of it or what was chosen."""
    return _kept(
        _revision(slug),
        lambda: _programme(week_or_404(slug)),
        CHOICES,
    )


@bp.get("/weeks/<slug>/events/<uuid:event_id>")
@public
def event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """All that is known about one event."""

    def render() -> str:
        week = week_or_404(slug)
        event = queries.event(week, event_id) or abort(404)
        moment, own = _moment(week, [event])
        return render_template(
            "programme/event.html",
            week=week,
            event=event,
            own=own,
            seat=moment.seats.get(event.id),
            left=moment.free.get(event.id),
            states=moment.alone(event),
            has_begun=event.has_begun(moment.now),
            parts=[moment.entry(part) for part in queries.parts_of(event)],
            people=queries.assignments_of(event),
        )

    return _kept(_revision(slug), render)


@bp.get("/weeks/<slug>/calendar")
@public
def calendar(slug: str) -> ResponseReturnValue:
    """How to have the programme in one's own calendar."""

    def render() -> str:
        week = week_or_404(slug)
        asked = request.args.get("lang")
        lang = i18n.language(asked) or i18n.spoken()
        ways = subscribing.ways(week, lang.tag)
        page = render_template(
            "programme/calendar.html", week=week, lang=lang, ways=ways
        )
        if asked and asked != lang.tag:
            raise _NotOurs(page)
        return page

    return _kept(_revision(slug), render, frozenset({"lang"}))


@bp.get("/weeks/<slug>/institutions")
@public
def institutions(slug: str) -> ResponseReturnValue:
    """The institutions that take part, with their countries and regions."""

    def render() -> str:
        week = week_or_404(slug)
        everyone = queries.participants_of(week)
        places = {
            one.institution.territory.code: one.institution.territory
            for one in everyone
            if one.institution.territory
        }
        choice = InstitutionChoice(request.args).offer(places.values())
        place = places.get(request.args.get("place", ""))
        unknown = place is None and bool(request.args.get("place"))
        shown = [
            one
            for one in everyone
            if place is None or one.institution.territory_code == place.code
        ]
        page = render_template(
            "programme/institutions.html",
            week=week,
            shown=shown,
            place=place,
            unknown=unknown,
            choice=choice,
            counts=(len(everyone), len(places)),
            unions=directory.consortium_names([one.institution_id for one in shown]),
        )
        if unknown:
            raise _NotOurs(page)
        return page

    return _kept(_revision(slug), render, frozenset({"place"}))


@bp.get("/weeks/<slug>/institutions/<uuid:institution_id>")
@public
def institution(slug: str, institution_id: UUID) -> ResponseReturnValue:
    """One institution: its names, and the consortia to which it belongs."""

    def render() -> str:
        week = week_or_404(slug)
        found = queries.participant(week, institution_id) or abort(404)
        seats = directory.consortia_of(found)
        members = directory.members_of([seat.consortium_id for seat in seats])
        return render_template(
            "programme/institution.html",
            week=week,
            institution=found,
            aliases=directory.aliases_of(found),
            seats=seats,
            members=members,
            present={one.institution_id for one in queries.participants_of(week)},
        )

    return _kept(_revision(slug), render)


def _programme(week: Week) -> str:
    events = queries.events_of(week)
    moment, own = _moment(week, events)
    choice = ProgrammeChoice(request.args).offer(events)
    kind = offered(choice.kind)
    language = offered(choice.language)
    shown = timetable.matching(events, kind=kind, language=language)
    dates = timetable.dates_of(events, moment)
    on, unknown_day = chosen_day(dates, moment)
    view = request.args.get("view")
    is_by_room = view == ROOMS
    days = [timetable.arrange(shown, one, moment) for one in ([on] if on else dates)]
    if is_by_room:
        days = [by_room(day) for day in days]
    unknown = (
        unknown_day
        or view not in {None, "", ROOMS, "list"}
        or any(
            request.args.get(name) and not found
            for name, found in (("kind", kind), ("language", language))
        )
    )
    page = render_template(
        "programme/programme.html",
        week=week,
        own=own,
        moment=moment,
        events=events,
        days=[day for day in days if day.size],
        on=on,
        count=sum(day.size for day in days),
        rail=rail(week, dates, on, moment),
        whole=here(week, day=ALL),
        as_list=here(week, view=None),
        as_rooms=here(week, view=ROOMS),
        is_by_room=is_by_room,
        choice=choice,
        chosen=chosen(week, kind, language),
        clear=here(week, kind=None, language=None),
        unknown=unknown,
        has_passed=timetable.has_passed(week, moment.now),
    )
    if unknown:
        raise _NotOurs(page)
    return page


def _kept(
    revision: object, render: Callable[[], str], known: frozenset[str] = NOTHING
) -> ResponseReturnValue:
    """The page, from memory where its address is one that we ourselves write."""
    asked = sorted(request.args.items(multi=True))
    is_ours = len(asked) == len(request.args) and known >= request.args.keys()
    key = (request.path, str(asked), i18n.spoken().tag, theme())
    try:
        return page_cache.page(key, revision, render) if is_ours else render()
    except _NotOurs as page:
        return make_response(page.body)


class _NotOurs(Exception):
    """A page for an address that we never wrote: shown, and not remembered."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.body = body


def _revision(slug: str) -> object:
    return page_cache.revision_of(slug, lambda: queries.revision_of_week(slug))


def _moment(week: Week, events: Sequence[Event]) -> tuple[Moment, Own | None]:
    own = teller.own(week) if session else None
    moment = Moment.among(
        events,
        clock.now(),
        week.tzinfo,
        free=teller.free_places(week),
        seats=own.seats if own else None,
    )
    return moment, own
