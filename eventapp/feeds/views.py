"""Public calendars at stable addresses: a week's, a part of it, one event's."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.config import current
from eventapp.feeds import answering, queries, rooms, writing
from eventapp.feeds.answering import Asked, document_of, speak
from eventapp.feeds.filters import FeedFilter, feed_path, words
from eventapp.feeds.queries import Version
from eventapp.kernel.db import db
from eventapp.programme import queries as programme
from eventapp.programme.access import week_or_404
from eventapp.programme.finding import finder_of
from eventapp.programme.models.venues import Venue
from eventapp.programme.standing import teller
from eventapp.programme.stars import in_cookie
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.conditional import Document

bp = Blueprint("feeds", __name__, url_prefix="/feeds")
own = Blueprint("own_feeds", __name__, url_prefix="/weeks")  # where the stars are kept


@bp.errorhandler(404)
def not_found(_error: object) -> ResponseReturnValue:
    """Calendar clients read no pages; unknown and ended addresses look alike."""
    return Response("There is no calendar here.\n", 404, mimetype="text/plain")


@bp.get("/<slug>.ics")
@public
def week(slug: str) -> ResponseReturnValue:
    """The programme of a week, or a part of it, in the language of the address."""
    tag, wanted = speak(), FeedFilter.of(request.args)
    which, query = "chosen" if wanted else "week", urlencode(wanted.pairs())
    kept = _kept(
        f"feed {slug}",
        lambda version: f"{which}:{version.week_id}:{tag}:{query}",
        lambda: queries.version_of_week(slug),
        lambda: _calendar(slug, wanted, tag),
    )
    return answering.public(kept, file_name=f"{slug}.ics" if _is_file() else "")


@bp.get("/events/<uuid:event_id>.ics")
@public
def event(event_id: UUID) -> ResponseReturnValue:
    """One event, to be saved."""
    tag = speak()
    kept = _kept(
        f"feed of event {event_id}",
        lambda _version: f"event:{event_id}:{tag}",
        lambda: queries.version_of_event(event_id),
        lambda: writing.event_calendar(queries.event(event_id) or abort(404)),
    )
    return answering.public(kept, file_name=f"event-{str(event_id)[:8]}.ics")


@bp.get("/rooms/<uuid:venue_id>.ics")
@public
def room(venue_id: UUID) -> ResponseReturnValue:
    """What happens in a room, for the display at its door."""
    tag = speak()
    kept = _kept(
        f"feed of room {venue_id}",
        lambda _version: f"room:{venue_id}:{tag}",
        lambda: queries.version_of_room(venue_id),
        lambda: rooms.room_calendar(db.session.get_one(Venue, venue_id), tag),
    )
    return answering.public(kept, file_name="room.ics" if _is_file() else "")


@own.get("/<slug>/starred.ics")
@public
def starred(slug: str) -> ResponseReturnValue:
    """The events that this reader starred, to be saved; made for this reader alone."""
    found = week_or_404(slug)
    events = programme.events_of(found)
    standing = teller.own(found) if session else None
    marked = in_cookie(events) | (standing.stars if standing else frozenset())
    speak()
    blocks = writing.blocks_of(
        found, [(event, None) for event in events if event.id in marked]
    )
    name = _("My agenda: %(week)s", week=found.name)
    response = Response(writing.own_document(found, name, blocks))
    response.headers["Content-Type"] = answering.MEDIA_TYPE
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="starred-{slug}.ics"'
    )
    return response


def _kept(
    subject: str,
    key: Callable[[Version], str],
    ask: Callable[[], Version | None],
    render: Callable[[], bytes],
) -> Document:
    """A public calendar as it is now, which the next asker gets before Flask begins.

    `ask` says in which version it is, and that may be remembered for a second.
    """
    recent = page_cache.revision_of(subject, ask)
    if not isinstance(recent, Version):
        abort(404)

    def asked(version: Version) -> Asked:
        return Asked(key(version), version.week_id, version.text, version.revised_at)

    kept = document_of(asked(recent), render, anew=lambda: asked(ask() or abort(404)))
    page_cache.offer(kept, for_all=True)
    return kept


def _calendar(slug: str, wanted: FeedFilter, tag: str) -> bytes:
    found = programme.week_by_slug(slug) or abort(404)
    events = programme.events_of(found)
    source = current().address + feed_path(found, wanted, tag)
    if not wanted:
        return writing.week_calendar(found, events, source)
    finder = finder_of(found, events)
    said = words(wanted, found, finder)
    return writing.week_calendar(found, wanted.chosen(events, finder), source, said)


def _is_file() -> bool:
    """Whether it is to be saved, rather than subscribed to: the same octets."""
    return request.args.get("download") == "1"
