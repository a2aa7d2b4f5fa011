"""What a supervisor decides: conflicts between desks, people who wait outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.scans import Conflict, Hold
from eventapp.checkin.post import bp, supervised
from eventapp.checkin.queries import conflicts as known
from eventapp.checkin.queries.board import waiting_outside
from eventapp.checkin.queries.holds import hold
from eventapp.checkin.service.conflicts import settle as end_conflict
from eventapp.checkin.service.holding import Steward, admit_at_the_break, let_go
from eventapp.checkin.vocabulary import DeskRole, Settlement, Verdict
from eventapp.checkin.words import ENDS_OF
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.forms import as_uuid, one_line


@dataclass(frozen=True)
class Outside:
    """An event and who waits for it to open its door again."""

    event: Event
    holds: Sequence[Hold]


@bp.get("/weeks/<slug>/conflicts")
@at_desk(DeskRole.SUPERVISOR)
def conflicts(slug: str) -> ResponseReturnValue:
    """What two desks, or a desk and a rule, did not agree on; open ones first."""
    week = supervised(slug)
    return render_template(
        "checkin/conflicts.html",
        week=week,
        found=known.open_conflicts_of(week.id),
        settled=known.settled_conflicts_of(week.id),
        ends=ENDS_OF,
    )


@bp.post("/weeks/<slug>/conflicts/<uuid:conflict_id>")
@at_desk(DeskRole.SUPERVISOR)
def settle(slug: str, conflict_id: UUID) -> ResponseReturnValue:
    """Say how it was; the number of people inside follows."""
    week, duty = supervised(slug), on_duty()
    found = _conflict(week, conflict_id)
    end = request.form.get("end", "")
    if end not in {one.value for one in ENDS_OF[found.kind]}:
        abort(400)
    settlement = Settlement(end)
    note = str(one_line(request.form.get("note", "")))
    by = Steward(duty.name, duty.account_id, duty.device_id)
    is_copied = end_conflict(found, settlement, by=by, note=note)
    if is_copied:
        flash(_("Settled. The badge was copied: replace it at the registration desk."))
    else:
        flash(_("Settled."))
    return redirect(url_for(".conflicts", slug=slug))


@bp.get("/weeks/<slug>/outside")
@at_desk(DeskRole.SUPERVISOR)
def outside(slug: str) -> ResponseReturnValue:
    """Who came late and waits outside, by event."""
    week = supervised(slug)
    return render_template(
        "checkin/outside.html", week=week, found=_outside(waiting_outside(week.id))
    )


@bp.post("/weeks/<slug>/outside")
@at_desk(DeskRole.SUPERVISOR)
def admit_outside(slug: str) -> ResponseReturnValue:
    """Let all in who wait for an event, in their order, as long as there is room."""
    week, duty = supervised(slug), on_duty()
    event_id = as_uuid(request.form.get("event"))
    those = [one for one in waiting_outside(week.id) if one.event_id == event_id]
    if not those:
        abort(404)
    by = Steward(duty.name, duty.account_id, duty.device_id)
    told = admit_at_the_break(those[0].event, those[0].desk, those, by)
    came = sum(answer.verdict is Verdict.ADMITTED for answer in told)
    flash(
        ngettext("%(num)d person was admitted.", "%(num)d people were admitted.", came)
    )
    if left := len(told) - came:
        flash(
            ngettext(
                "%(num)d person still waits: the door refused them.",
                "%(num)d people still wait: the door refused them.",
                left,
            ),
            "warn",
        )
    return redirect(url_for(".outside", slug=slug))


@bp.post("/weeks/<slug>/outside/<uuid:hold_id>")
@at_desk(DeskRole.SUPERVISOR)
def send_home(slug: str, hold_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list who does not wait any longer."""
    week, duty = supervised(slug), on_duty()
    found = hold(hold_id)
    if found is None or found.event.week_id != week.id:
        abort(404)
    let_go(found, Steward(duty.name, duty.account_id, duty.device_id))
    return redirect(url_for(".outside", slug=slug))


def _outside(holds: Sequence[Hold]) -> list[Outside]:
    by_event = groupby(holds, key=lambda one: one.event)
    return [Outside(event, list(those)) for event, those in by_event]


def _conflict(week: Week, key: UUID) -> Conflict:
    found = known.conflict(key)
    return found if found and found.week_id == week.id else abort(404)
