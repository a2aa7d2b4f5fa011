"""Screens for lobbies and doors, and the programme on paper."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.badges import plates
from eventapp.badges.doors import days_of
from eventapp.checkin.queries.desks import desks_of
from eventapp.checkin.vocabulary import DeskKind
from eventapp.config import current
from eventapp.dashboard.office import bp
from eventapp.programme.access import week_at
from eventapp.programme.places import in_order, inside
from eventapp.programme.queries import events_of, venues_of
from eventapp.programme.vocabulary import VenueKind
from eventapp.programme.words import part_word

WITH_A_DOOR = {
    VenueKind.BUILDING,
    VenueKind.ROOM,
    VenueKind.OUTDOORS,
    VenueKind.MEETING_POINT,
}


@bp.get("/<slug>/screens")
@requires(Right.READ)
def screens(slug: str) -> ResponseReturnValue:
    """The addresses for displays, and what can be printed."""
    week = week_at(slug)
    return render_template(
        "dashboard/screens.html",
        week=week,
        address=current().address + url_for("programme.screen", slug=slug),
        rooms=[
            venue
            for venue in in_order(inside(venues_of(week)))
            if venue.kind in WITH_A_DOOR
        ],
        events=events_of(week, drafts=True),
        parts=[(part, part_word(part)) for part in plates.SEATED],
        folds=list(plates.WORDS.items()),
        days=days_of(week),
        kiosks=[desk for desk in desks_of(week) if desk.kind is DeskKind.KIOSK],
    )
