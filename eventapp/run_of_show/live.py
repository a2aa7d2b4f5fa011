"""A ceremony as it goes: the page of whoever leads it, and what its buttons do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from eventapp.kernel import clock, i18n
from eventapp.kernel.names import PersonName
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.service import going
from eventapp.run_of_show.stage import Hit, Stage, hits, stage_of
from eventapp.run_of_show.timing import MINUTE, Course, Saving, whole_minutes
from eventapp.web import filters

FRESH_SECONDS = 15  # a page that shows minutes looks again so often at least
NEXT, BACK = "next", "back"


@dataclass(frozen=True)
class Standing:
    """How late we are, as a tag; and what is left of the cue that is running."""

    kind: str
    words: str
    left: str | None = None
    due: datetime | None = None


def page(run: Run, *, office: str | None, **places: object) -> str:
    """The page that shows the run; `places` are its addresses and what it may do.

    Without an `office` to lead back to, whoever has the link reads it.
    """
    shown = _shown(run, is_public=office is None)
    return render_template("run_of_show/live.html", **shown, **places, office=office)


def part(run: Run, *, office: bool) -> Response:
    """The part that renews itself; 304 while nothing has moved.

    In the office it leads on to where events are moved.
    """
    mark = _mark(run)
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        shown = _shown(run, is_public=not office)
        content = render_template("run_of_show/_live.html", **shown, office=office)
        response = Response(content)
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-store"
    return response


def press(run: Run, *, by: str, by_id: UUID | None = None) -> None:
    """Do what the button says, once; tell whoever pressed too late."""
    deeds: dict[str, Callable[..., bool]] = {NEXT: going.advance, BACK: going.go_back}
    deed = deeds.get(request.form.get("do", NEXT), going.advance)
    if not deed(run, seen=request.form.get("seen", ""), by=by, by_id=by_id):
        flash(_("Somebody else has pressed already. This is where it stands."), "info")


def standing(course: Course) -> Standing:
    """In words, how a run stands."""
    if not course.has_begun and course.at < course.starts_at:
        begins = filters.clock(course.starts_at).striptags()
        return Standing("info", _("Begins at %(time)s", time=begins))
    kind, words = _lateness(course.late_minutes)
    current = course.current
    if course.is_over:
        return Standing("ok", _("The ceremony is over"))
    if current is None or current.cue.began_at is None:
        return Standing(kind, words)
    due = current.cue.began_at + timedelta(minutes=current.cue.minutes)
    return Standing(kind, words, _left(due - course.at), due)


def button_word(stage: Stage) -> str:
    """What the large button does now."""
    if stage.stands == going.BEFORE:
        return _("Start the ceremony")
    return _("Next cue") if stage.course.following else _("End the ceremony")


def told_hits(stage: Stage, *, is_public: bool) -> list[tuple[Markup, UUID]]:
    """What the delay touches: a sentence each, and the key of the event."""
    return [(_told(hit), hit.event.id) for hit in hits(stage, is_public=is_public)]


def told_saving(saving: Saving) -> Markup:
    """Where minutes can be saved, in a sentence."""
    sentence = ngettext(
        "%(num)d minute: %(cue)s (%(from)s to %(to)s minutes)",
        "%(num)d minutes: %(cue)s (%(from)s to %(to)s minutes)",
        saving.minutes,
        cue="{cue}",
        **{"from": saving.timed.cue.minutes, "to": saving.least},
    )
    return escape(sentence).format(cue=filters.local(saving.timed.cue.what))


def _shown(run: Run, *, is_public: bool) -> dict[str, object]:
    stage = stage_of(run, clock.now())
    course = stage.course
    return {
        "week": run.event.week,
        "event": run.event,
        "stage": stage,
        "course": course,
        "standing": standing(course),
        "press_word": button_word(stage),
        "hits": told_hits(stage, is_public=is_public),
        "savings": [told_saving(one) for one in course.savings],
        "saved": sum(one.minutes for one in course.savings),
        "both": _in_both,
    }


def _in_both(text: i18n.Localised | None) -> Sequence[tuple[str, str]]:
    """A text in all its languages, the reader's first."""
    own = i18n.spoken().tag
    return sorted((text or {}).items(), key=lambda one: one[0] != own)


def _mark(run: Run) -> str:
    week = run.event.week
    passing = int(clock.now().timestamp()) // FRESH_SECONDS
    facts = (run.version, run.presses, run.link_presses, week.plan_revision, passing)
    return "-".join((i18n.spoken().tag, *(str(int(fact)) for fact in facts)))


def _lateness(minutes: int) -> tuple[str, str]:
    if minutes > 0:
        late = ngettext("%(num)d minute late", "%(num)d minutes late", minutes)
        return "warn", late
    if minutes < 0:
        early = ngettext("%(num)d minute early", "%(num)d minutes early", -minutes)
        return "ok", early
    return "ok", _("On time")


def _left(left: timedelta) -> str:
    minutes = whole_minutes(left)
    if left < timedelta():
        return ngettext("%(num)d minute over", "%(num)d minutes over", -minutes)
    if left < MINUTE:
        return _("Less than a minute left")
    return ngettext("%(num)d minute left", "%(num)d minutes left", minutes)


def _told(hit: Hit) -> Markup:
    plan = hit.event.plan
    if hit.person is None:
        sentence = _("The room is needed at %(time)s: %(event)s.", **_SLOTS)
    elif hit.venue is None:
        sentence = _("%(person)s is expected at %(time)s: %(event)s.", **_SLOTS)
    else:
        sentence = _(
            "%(person)s is expected at %(time)s in %(venue)s: %(event)s.", **_SLOTS
        )
    missing = ngettext(
        "%(num)d minute is missing.", "%(num)d minutes are missing.", hit.minutes
    )
    return escape(f"{sentence} {missing}").format(
        person=_named(hit.person.name) if hit.person else "",
        time=filters.clock(plan.starts_at),
        venue=filters.local(hit.venue),
        event=filters.local(plan.title),
    )


_SLOTS = {name: f"{{{name}}}" for name in ("person", "time", "venue", "event")}


def _named(name: PersonName) -> Markup:
    latin = Markup('<span lang="und" translate="no">{}</span>').format(name.latin)
    if not name.native:
        return latin
    tag = name.native_language or "und"
    native = Markup('<span lang="{}">{}</span>').format(tag, name.native)
    return native + " " + latin
