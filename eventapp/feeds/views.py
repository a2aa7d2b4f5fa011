"""Calendars at stable addresses: a week's, a delegate's, one event's."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, abort, request, session
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from eventapp.badges import qr
from eventapp.config import current
from eventapp.feeds import queries, writing
from eventapp.kernel import i18n
from eventapp.programme import queries as programme
from eventapp.programme.access import week_or_404
from eventapp.programme.standing import teller
from eventapp.programme.stars import in_cookie
from eventapp.registration import queries as registration
from eventapp.registration.service.agenda import token_digest
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.conditional import Document, answer, document

bp = Blueprint("feeds", __name__, url_prefix="/feeds")
own = Blueprint("own_feeds", __name__, url_prefix="/weeks")  # where the stars are kept

MEDIA_TYPE = "text/calendar; charset=utf-8"
SHARED = "public, max-age=900"
PRIVATE = "private, no-cache"
KEPT = 5000

_kept: OrderedDict[tuple[str, ...], tuple[object, Document]] = OrderedDict()


@bp.errorhandler(404)
def not_found(_error: object) -> ResponseReturnValue:
    """Calendar clients read no pages; unknown and ended addresses look alike."""
    return Response("There is no calendar here.\n", 404, mimetype="text/plain")


@bp.get("/<slug>.ics")
@public
def week(slug: str) -> ResponseReturnValue:
    """The programme of a week, in the language of the address."""
    version = page_cache.revision_of(
        f"feed {slug}", lambda: queries.version_of_week(slug)
    )
    if not isinstance(version, tuple):
        abort(404)
    tag = _language()

    def render() -> bytes:
        found = programme.week_by_slug(slug) or abort(404)
        events = programme.events_of(found)
        return writing.week_calendar(found, events, _address(f"{slug}.ics", tag))

    kept = _kept_calendar(("week", slug, tag), version, version[1], render)
    page_cache.offer(kept)
    return _answer(kept, SHARED)


@bp.get("/agenda/<token>.ics")
@public
def agenda(token: str) -> ResponseReturnValue:
    """One delegate's own agenda; an unknown and an ended address look alike."""
    secret = token_digest(token)
    version = queries.version_of_agenda(secret) or abort(404)
    tag = _language(version.language)

    def render() -> bytes:
        found = registration.registration_by_agenda(secret) or abort(404)
        chosen = [
            (event, status is not PlaceStatus.HELD)
            for event, status in queries.agenda(found)
        ]
        return writing.agenda_calendar(found.week, chosen)

    key = ("agenda", str(version.registration_id), tag)
    kept = _kept_calendar(key, version, version.changed_at, render)
    response = _answer(kept, PRIVATE)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/events/<uuid:event_id>.ics")
@public
def event(event_id: UUID) -> ResponseReturnValue:
    """One event, to be saved."""
    found = queries.event(event_id) or abort(404)
    _language()
    made = document(writing.event_calendar(found), found.changed_at)
    response = _answer(made, SHARED)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="event-{str(found.id)[:8]}.ics"'
    )
    return response


@bp.get("/<slug>.svg")
@public
def picture(slug: str) -> ResponseReturnValue:
    """The address of a week's calendar as a QR code, for another device."""
    version = queries.version_of_week(slug)
    if version is None:
        abort(404)
    address = _address(f"{slug}.ics", _language())
    drawn = qr.svg(address, address, is_address=True)
    return Response(drawn, mimetype="image/svg+xml")


@own.get("/<slug>/starred.ics")
@public
def starred(slug: str) -> ResponseReturnValue:
    """The events that this reader starred, to be saved; made for this reader alone."""
    found = week_or_404(slug)
    events = programme.events_of(found)
    standing = teller.own(found) if session else None
    marked = in_cookie(events) | (standing.stars if standing else frozenset())
    chosen = [(event, False) for event in events if event.id in marked]
    _language()
    response = Response(writing.agenda_calendar(found, chosen))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="starred-{slug}.ics"'
    )
    return response


def _kept_calendar(
    key: tuple[str, ...],
    version: object,
    changed_at: datetime,
    render: Callable[[], bytes],
) -> Document:
    known = _kept.get(key)
    if known is None or known[0] != version:
        known = (version, document(render(), changed_at))
        _kept[key] = known
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return known[1]


def _answer(kept: Document, caching: str) -> Response:
    return answer(kept, media_type=MEDIA_TYPE, caching=caching, vary="Accept-Encoding")


def _language(otherwise: str = "en") -> str:
    """The language of the address alone: services fetch for everybody."""
    chosen = i18n.language(request.args.get("lang")) or i18n.language(otherwise)
    language = chosen or i18n.DEFAULT
    i18n.speak(language)
    refresh()
    return language.tag


def _address(path: str, tag: str) -> str:
    return f"{current().address}/feeds/{path}?lang={tag}"
