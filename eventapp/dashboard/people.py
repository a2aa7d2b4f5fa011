"""People at an event: who has a place, who waits, who came."""

from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.forms.places import PlaceForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import placed
from eventapp.kernel.db import db
from eventapp.programme.access import event_at, row_at, week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration import seating
from eventapp.registration.errors import EventFull
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import people_of
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.scheduling.queries import answers_at
from eventapp.web.addresses import page_number, searched
from eventapp.web.fields import SearchForm
from eventapp.web.forms import as_uuid
from eventapp.web.tables import csv_answer

WALK_INS = "walk-ins"
HEAD = (
    *("status", "number", "latin", "native", "institution", "kind", "email"),
    *("asked_at", "held_at", "offered_until"),
)


@bp.get("/<slug>/events/<uuid:event_id>/people")
@requires(Right.MANAGE)
def people(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Who has a place, who waits, who came; and whom to give a place."""
    week = week_at(slug)
    event = event_at(week, event_id)
    words, show, page = searched(), _list_asked_for(), page_number()
    parts = {
        status: placed.places_at(event, status, words, page if show == status else 1)
        for status in PlaceStatus
        if show in {None, status}
    }
    without, walked_in = placed.walk_ins(event, words, page if show == WALK_INS else 1)
    shown = [place for part in parts.values() for place in part.rows]
    return render_template(
        "dashboard/people.html",
        week=week,
        event=event,
        parts={status.value: part for status, part in parts.items()},
        tally=seating.tally(event),
        admitted=placed.admitted_among(event, shown),
        came=placed.admitted_to(event),
        answered=answers_at(event.id, [place.registration_id for place in shown]),
        walk_ins=without if show in {None, WALK_INS} else [],
        walked_in=walked_in,
        show=show,
        page=page,
        size=placed.PAGE,
        search=SearchForm(request.args),
        words=words,
        found=placed.candidates(event, words) if words else [],
    )


@bp.post("/<slug>/events/<uuid:event_id>/people")
@requires(Right.MANAGE)
def give_place(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Give somebody a place, to whom one is left."""
    week = week_at(slug)
    event = event_at(week, event_id)
    key = as_uuid(request.form.get("registration")) or abort(404)
    registration = row_at(week, Registration, key)
    service.give_place(registration, event, by=signed_in())
    flash(_("%(name)s has a place. We wrote an e-mail.", name=str(registration.name)))
    return redirect(url_for(".people", slug=slug, event_id=event.id))


@bp.route(
    "/<slug>/events/<uuid:event_id>/people/<uuid:registration_id>",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def give_extra_place(
    slug: str, event_id: UUID, registration_id: UUID
) -> ResponseReturnValue:
    """Give a place for a reason, also where none is left."""
    week = week_at(slug)
    event = event_at(week, event_id)
    registration = row_at(week, Registration, registration_id)
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            service.give_place(
                registration,
                event,
                is_extra=bool(form.is_extra.data),
                reason=form.reason.data or "",
                by=signed_in(),
            )
        except EventFull:
            form.is_extra.errors = [_("All places are taken. Tick this to give one.")]
        else:
            name = str(registration.name)
            flash(_("%(name)s has a place. We wrote an e-mail.", name=name))
            return redirect(url_for(".people", slug=slug, event_id=event.id))
    page = render_template(
        "dashboard/give_extra_place.html",
        week=week,
        event=event,
        registration=registration,
        tally=seating.tally(event),
        form=form,
    )
    return page, form.status


@bp.route(
    "/<slug>/events/<uuid:event_id>/places/<uuid:place_id>/release",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def release_place(slug: str, event_id: UUID, place_id: UUID) -> ResponseReturnValue:
    """Refuse a request or take a place back; who waited longest inherits it."""
    week = week_at(slug)
    event = event_at(week, event_id)
    place = db.session.get(Place, place_id)
    if place is None or place.event_id != event.id:
        abort(404)
    form = PlaceForm()
    if not form.validate_on_submit():
        page = render_template(
            "dashboard/release_place.html",
            week=week,
            event=event,
            place=place,
            form=form,
        )
        return page, form.status
    name = str(place.registration.name)
    promoted = service.release_place(
        place, reason=form.reason.data or "", by=signed_in()
    )
    flash(_("%(name)s no longer has this place.", name=name))
    if promoted is not None:
        _tell_promoted(promoted)
    return redirect(url_for(".people", slug=slug, event_id=event.id))


@bp.post("/<slug>/events/<uuid:event_id>/people.csv")
@requires(Right.MANAGE)
def export_people(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Who holds, is offered or awaits a place, as a file; the journal notes it."""
    week = week_at(slug)
    event = event_at(week, event_id)
    places = people_of(event)
    service.note_exported(event, len(places), by=signed_in())
    rows = [_cells(place, week) for place in places]
    return csv_answer(f"people-{event.key or event.id}.csv", [HEAD, *rows])


def _list_asked_for() -> str | None:
    """One of the lists alone, to turn its pages; None: the first pages of all."""
    asked = request.args.get("show")
    return asked if asked in {*PlaceStatus, WALK_INS} else None


def _cells(place: Place, week: Week) -> list[object]:
    person = place.registration
    instants = (place.asked_at, place.held_at, place.offered_until)
    return [
        place.status.value,
        person.number,
        person.name.latin,
        person.name.native,
        person.institution_name,
        person.kind.value if person.kind else "",
        person.address,
        *(_wall(at, week) for at in instants),
    ]


def _wall(at: datetime | None, week: Week) -> str:
    return f"{at.astimezone(week.tzinfo):%Y-%m-%d %H:%M}" if at else ""


def _tell_promoted(promoted: Place) -> None:
    name = str(promoted.registration.name)
    if promoted.is_held:
        flash(_("%(name)s has the place now. We wrote an e-mail.", name=name))
    else:
        flash(_("The place is offered to %(name)s. We wrote an e-mail.", name=name))
