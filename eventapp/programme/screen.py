"""A screen for a lobby or a door: it runs for days, and follows the programme."""

from typing import Any
from uuid import UUID

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.config import current
from eventapp.kernel import clock, i18n
from eventapp.programme import queries
from eventapp.programme.access import week_or_404
from eventapp.programme.bilingual import tags_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.screen_cards import Scope, screen_of
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.language import THEMES

POLL_SECONDS = 30
PAGE_SECONDS = 12  # a page of cards that do not fit at once
MOST_DAYS = 7
MOST_ROOMS = 20


@public
def screen(slug: str) -> ResponseReturnValue:
    """The screen of a week, or of `?venue=`; with `?days=`, `?lang=`, `?theme=`."""
    return _shown(slug, "programme/screen.html")


@public
def screen_part(slug: str) -> ResponseReturnValue:
    """What the screen asks for every half minute: 304 while nothing has changed."""
    return _shown(slug, "programme/_screen.html")


def _shown(slug: str, template: str) -> ResponseReturnValue:
    revision = page_cache.revision_of(slug, lambda: queries.revision_of_week(slug))
    week = week_or_404(slug)
    scope = _scope(week)
    theme = _theme()
    now = clock.now()

    def render() -> str:
        return render_template(
            template,
            week=week,
            screen=screen_of(week, scope, now),
            tags=scope.tags,
            page_language=(i18n.language(scope.tags[0]) or i18n.DEFAULT).tag,
            theme=theme,
            days=scope.days,
            shift=round(current().clock_shift.total_seconds()),
            address=_address(slug),
            poll_seconds=POLL_SECONDS,
            page_seconds=PAGE_SECONDS,
            part=url_for("programme.screen_part", slug=slug, **_asked(scope)),
        )

    if not _is_ours(week, scope, theme):
        return make_response(render())
    rooms = ",".join(sorted(map(str, scope.venues)))
    today = now.astimezone(week.tzinfo).date().isoformat()
    key = (template, slug, *scope.tags, rooms, str(scope.days), theme, today)
    return page_cache.page(key, revision, render)


def _scope(week: Week) -> Scope:
    venues = set()
    for text in request.args.getlist("venue")[:MOST_ROOMS]:
        try:
            venues.add(UUID(text))
        except ValueError:
            continue
    days = request.args.get("days", 0, type=int)
    return Scope(
        tags=tags_of(week, request.args.get("lang")),
        venues=frozenset(venues),
        days=min(max(days, 0), MOST_DAYS),
    )


def _is_ours(week: Week, scope: Scope, theme: str) -> bool:
    """Whether we write this address ourselves; invented ones would fill the memory."""
    if scope.venues and not scope.venues <= {one.id for one in queries.venues_of(week)}:
        return False
    understood = {
        "venue": sorted(map(str, scope.venues)),
        "days": [str(scope.days)],
        "lang": [",".join(scope.tags)],
        "theme": [theme],
    }
    return all(values == understood.get(name) for name, values in request.args.lists())


def _address(slug: str) -> str:
    """Where to read on, as people type it; never from the Host of one request."""
    host = current().address.partition("://")[2]
    return host + url_for("programme.week", slug=slug)


def _theme() -> str:
    asked = request.args.get("theme", "")
    return asked if asked in THEMES else THEMES[0]


def _asked(scope: Scope) -> dict[str, Any]:
    return {
        "venue": sorted(map(str, scope.venues)),
        "days": scope.days or None,
        "lang": ",".join(scope.tags),
    }
