"""The public pages of a week: front page, institutions; its addresses."""

from uuid import UUID

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.institutions import queries as directory
from eventapp.institutions.words import type_word
from eventapp.kernel import clock
from eventapp.programme import (
    booklet,
    browsing,
    changes,
    pages,
    queries,
    screen,
    showing,
    starring,
    timetable,
)
from eventapp.programme.access import week_or_404
from eventapp.programme.choices import InstitutionChoice
from eventapp.programme.vocabulary import MOST_STARS
from eventapp.programme.when import known_days, language_name
from eventapp.web import page_cache
from eventapp.web.audience import public

bp = Blueprint("programme", __name__)

DAYS_AHEAD = 5  # on the front page of a week; a week may last a month

BOTH = ("GET", "POST")

bp.add_url_rule("/weeks/<slug>/programme", view_func=browsing.programme)
bp.add_url_rule("/weeks/<slug>/changes", view_func=changes.changes)
bp.add_url_rule("/weeks/<slug>/programme.pdf", view_func=booklet.booklet)
bp.add_url_rule("/weeks/<slug>/screen", view_func=screen.screen)
bp.add_url_rule("/weeks/<slug>/screen/part", view_func=screen.screen_part)
bp.add_url_rule("/weeks/<slug>/events/<uuid:event_id>", view_func=showing.event)
bp.add_url_rule(
    "/weeks/<slug>/events/<uuid:event_id>/star", view_func=starring.star, methods=BOTH
)
bp.add_url_rule("/weeks/<slug>/starred", view_func=starring.starred, methods=BOTH)

for _say in (known_days, language_name, type_word):
    bp.add_app_template_filter(_say)
bp.record(lambda room: room.app.jinja_env.globals.update(most_stars=MOST_STARS))


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

    return pages.kept(page_cache.revision_of("", queries.revisions), render)


@bp.get("/weeks/<slug>/")
@public
def week(slug: str) -> ResponseReturnValue:
    """The front page of a week."""

    def render() -> str:
        week = week_or_404(slug)
        events = queries.events_of(week)
        moment, own = pages.moment_of(week, events)
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

    return pages.kept(pages.revision_of(slug), render)


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
            raise pages.NotOurs(page)
        return page

    return pages.kept(pages.revision_of(slug), render, frozenset({"place"}))


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

    return pages.kept(pages.revision_of(slug), render)
