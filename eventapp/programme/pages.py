"""What the public pages of a week share: the kept page, and the reader's moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import make_response, request, session
from flask.typing import ResponseReturnValue

from eventapp.kernel import clock, i18n
from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.recent import moved_lately, old_start
from eventapp.programme.standing import Own, teller
from eventapp.programme.timetable import Moment
from eventapp.web import page_cache
from eventapp.web.language import theme

NOTHING: frozenset[str] = frozenset()


class NotOurs(Exception):
    """A page for an address that we never wrote: shown, and not remembered."""

    def __init__(self, body: str) -> None:
        """Show `body`."""
        super().__init__()
        self.body = body


def kept(
    revision: object,
    render: Callable[[], str],
    known: frozenset[str] = NOTHING,
    reader: str = "",
) -> ResponseReturnValue:
    """The page, from memory where its address is one that we ourselves write.

    A choice that is empty, as forms send it, is none: it makes no other page. `reader`
    is what else makes one: a few sorts of readers, each with a page of their own.
    """
    asked = sorted(request.args.items(multi=True))
    is_ours = len(asked) == len(request.args) and known >= request.args.keys()
    chosen = [one for one in asked if one[1]]
    key = (request.path, str(chosen), i18n.spoken().tag, theme(), reader)
    try:
        return page_cache.page(key, revision, render) if is_ours else render()
    except NotOurs as page:
        return make_response(page.body)


def revision_of(slug: str) -> object:
    """The number of the latest change in a week that the public can see."""
    return page_cache.revision_of(slug, lambda: queries.revision_of_week(slug))


def moment_of(week: Week, events: Sequence[Event]) -> tuple[Moment, Own | None]:
    """The instant for which events are shown, and what the reader has in this week."""
    own = teller.own(week) if session else None
    now = clock.now()
    moment = Moment.among(
        events,
        now,
        week.tzinfo,
        free=teller.free_places(week),
        seats=own.seats if own else None,
    )
    moved = moved_lately(week, now)
    was = {
        event.id: old_start(moved[event.id], event, week)
        for event in events
        if event.id in moved
    }
    return replace(moment, was=was), own
