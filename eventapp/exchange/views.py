"""The published programme for schedule apps: schedule.xml and schedule.json."""

from collections import OrderedDict
from collections.abc import Callable

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from eventapp.exchange import frab, queries
from eventapp.exchange.schedule import Schedule, schedule_of
from eventapp.kernel import i18n
from eventapp.programme import queries as programme
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.conditional import Document, answer, document

bp = Blueprint("schedule", __name__, url_prefix="/weeks")

SHARED = "public, max-age=900"
KEPT = 200

_kept: OrderedDict[tuple[str, ...], tuple[object, Document]] = OrderedDict()


@bp.get("/<slug>/schedule.xml")
@public
def xml(slug: str) -> ResponseReturnValue:
    """The programme as frab writes it."""
    return _schedule(slug, "application/xml; charset=utf-8", frab.as_xml)


@bp.get("/<slug>/schedule.json")
@public
def json(slug: str) -> ResponseReturnValue:
    """The same as JSON."""
    return _schedule(slug, "application/json; charset=utf-8", frab.as_json)


def _schedule(
    slug: str, media_type: str, write: Callable[[Schedule], bytes]
) -> Response:
    version = page_cache.revision_of(
        f"schedule {slug}", lambda: queries.public_version(slug)
    )
    if not isinstance(version, tuple):
        abort(404)
    language = i18n.language(request.args.get("lang")) or i18n.DEFAULT
    i18n.speak(language)
    refresh()
    key = (slug, media_type, language.tag)
    known = _kept.get(key)
    if known is None or known[0] != version:
        known = (version, document(write(_made(slug)), version[2]))
        _kept[key] = known
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    page_cache.offer(known[1])
    return answer(
        known[1], media_type=media_type, caching=SHARED, vary="Accept-Encoding"
    )


def _made(slug: str) -> Schedule:
    week = programme.week_by_slug(slug) or abort(404)
    return schedule_of(
        week,
        programme.events_of(week),
        programme.venues_of(week),
        queries.published_parts(week),
    )
