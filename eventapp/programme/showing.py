"""One event: when, where, who, in which languages, and how to join it online."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import abort, make_response, render_template, session
from flask.typing import ResponseReturnValue

from eventapp.kernel import i18n
from eventapp.programme import pages, queries, stars
from eventapp.programme.access import week_or_404
from eventapp.programme.models.events import Event
from eventapp.programme.recent import latest_change
from eventapp.programme.standing import teller
from eventapp.programme.timetable import Moment
from eventapp.web.audience import public


class Joining(StrEnum):
    """What the page says of the joining link."""

    LATER = "later"
    HERE = "here"  # this reader may use it now
    ELSEWHERE = "elsewhere"  # others may, on their own devices


@dataclass(frozen=True)
class Version:
    """The texts of an event in another language than the reader's."""

    tag: str
    title: str | None
    summary: str | None


@public
def event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """All that is known about one event."""

    def render() -> str:
        week = week_or_404(slug)
        event = queries.event(week, event_id) or abort(404)
        parts = queries.parts_of(event)
        moment, own = pages.moment_of(week, [event, *parts])
        starred = stars.in_cookie([event]) | (own.stars if own else frozenset())
        return render_template(
            "programme/event.html",
            week=week,
            event=event,
            own=own,
            is_shared=not session,
            starred=starred,
            seat=moment.seats.get(event.id),
            left=moment.free.get(event.id),
            states=moment.alone(event),
            moment=moment,
            was=None if event.is_cancelled else moment.was.get(event.id),
            latest=latest_change(week, event),
            has_begun=event.has_begun(moment.now),
            joining=_joining(event, moment),
            parts=[moment.entry(part) for part in parts],
            people=queries.assignments_of(event),
            coaches=queries.coaches_of(event),
            versions=versions_of(event),
        )

    response = make_response(pages.kept(pages.revision_of(slug), render))
    if session:  # it may show what is for this reader alone
        response.headers["Cache-Control"] = "private, no-store"
    return response


def versions_of(event: Event) -> list[Version]:
    """Its texts in the languages that the reader does not see already."""
    here = i18n.spoken().tag
    texts = (event.title, event.summary)
    shown = [text.chosen(here)[0] if text else None for text in texts]
    tags = dict.fromkeys(tag for text in texts for tag in text or ())
    found = [
        Version(
            tag,
            *(
                text.get(tag) if text and tag != already else None
                for text, already in zip(texts, shown, strict=True)
            ),
        )
        for tag in tags
    ]
    return [one for one in found if one.title or one.summary]


def _joining(event: Event, moment: Moment) -> Joining | None:
    if not event.joining_link or event.is_cancelled or event.ends_at <= moment.now:
        return None
    if not event.is_joinable(moment.now):
        return Joining.LATER
    return Joining.HERE if session and teller.may_join(event) else Joining.ELSEWHERE
