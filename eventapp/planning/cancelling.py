"""Cancelling an event: asked once more; at once, or with the next release."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.planning.forms.cancelling import CancelForm
from eventapp.planning.office import bp
from eventapp.planning.publishing import told_of_cancelling
from eventapp.programme.access import event_at, week_at
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Release
from eventapp.programme.planned import planned_event
from eventapp.programme.service import drafts, releases
from eventapp.programme.vocabulary import EventStatus


@bp.route("/<slug>/events/<uuid:event_id>/cancel", methods=["GET", "POST"])
@requires(Right.PLAN)
def cancel_event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Ask once more before an event is cancelled and people are told."""
    week = week_at(slug)
    event = event_at(week, event_id)
    there = url_for(".edit_event", slug=slug, event_id=event.id)
    planned = planned_event(event)
    if event.status is not EventStatus.SCHEDULED or planned.is_cancelled:
        return redirect(there)
    form = CancelForm().offer(week)
    if request.method == "GET":
        form.version.data = str(event.version)
    elif form.validate_on_submit():
        _cancel(event, form)
        return redirect(there)
    page = render_template(
        "planning/cancel_event.html",
        week=week,
        event=event,
        planned=planned,
        form=form,
        concerned=told_of_cancelling(planned),
    )
    return page, form.status


def _cancel(event: Event, form: CancelForm) -> None:
    plan = replace(planned_event(event).plan, status=EventStatus.CANCELLED)
    drafts.save_plan(event, plan, seen_version=form.seen_version, by=signed_in())
    if form.waits:
        flash(_("Saved. People are told when you publish the next release."))
        return
    note = form.note.text_or_none()
    _say_who_was_told(releases.publish(event.week, [event.id], note, by=signed_in()))


def _say_who_was_told(release: Release) -> None:
    if not release.told:
        flash(_("The event is cancelled. Nobody had to be told."))
        return
    sentence = ngettext(
        "The event is cancelled. We wrote to %(num)s person.",
        "The event is cancelled. We wrote to %(num)s people.",
        release.told,
    )
    flash(sentence)
