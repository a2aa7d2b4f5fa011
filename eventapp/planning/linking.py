"""Saying which person a delegate is, from the delegate's side."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.planning.office import bp
from eventapp.planning.service import casting
from eventapp.programme.access import week_at
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons
from eventapp.registration import queries
from eventapp.registration.models.registrations import Registration
from eventapp.web.addresses import searched
from eventapp.web.fields import SearchForm
from eventapp.web.forms import as_uuid
from eventapp.web.lookup import get_or_404

CANDIDATES = 20


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/person", methods=["GET", "POST"]
)
@requires(Right.MANAGE)
def person_of_delegate(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Search the person whom a delegate is, or say that there is none."""
    week = week_at(slug)
    registration = _registration(week, registration_id)
    if request.method == "POST":
        person = _chosen(request.form.get("person"))
        casting.link_person(registration, person, by=signed_in())
        flash(_("Saved."))
        return redirect(
            url_for(
                "dashboard.registration", slug=slug, registration_id=registration.id
            )
        )
    words = searched() if "q" in request.args else registration.name.latin
    search = SearchForm(request.args)
    search.q.data = words
    linked = registration.person_id
    return render_template(
        "planning/person_of_delegate.html",
        week=week,
        registration=registration,
        person=db.session.get(Person, linked) if linked else None,
        search=search,
        found=persons(searchable(words), most=CANDIDATES),
    )


def _chosen(key: str | None) -> Person | None:
    """The person who was pressed; None: the button that says it is somebody else."""
    if key == "":
        return None
    return get_or_404(Person, as_uuid(key) or abort(404))


def _registration(week: Week, key: UUID) -> Registration:
    found = queries.registration(key)
    if found is None or found.week_id != week.id:
        abort(404)
    return found
