"""The public log of changes: what each release changed in the programme."""

from flask import render_template
from flask.typing import ResponseReturnValue

from eventapp.programme import pages
from eventapp.programme.access import week_or_404
from eventapp.programme.changelog import log_of
from eventapp.programme.planned import releases_of
from eventapp.web.audience import public

MOST = 60  # releases on the page; older ones have long been read


@public
def changes(slug: str) -> ResponseReturnValue:
    """The releases of a week, the latest first, with what differs."""

    def render() -> str:
        week = week_or_404(slug)
        known = releases_of(week)
        return render_template(
            "programme/changes.html",
            week=week,
            log=log_of(week, known[:MOST], is_public=True),
            is_whole=len(known) <= MOST,
        )

    return pages.kept(pages.revision_of(slug), render)
