"""The directory of institutions, what delegates proposed, countries and regions."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import may, requires, signed_in, weeks_with
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import InstitutionForm, TerritoryForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import directory
from eventapp.institutions import queries as known
from eventapp.institutions.models import Institution
from eventapp.planning.queries.texts import lacks
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import registration as registration_by_key
from eventapp.registration.service.deciding import assign_institution
from eventapp.web.addresses import neighbours, page_number, searched
from eventapp.web.fields import SearchForm, fill, texts
from eventapp.web.forms import as_uuid
from eventapp.web.lookup import get_or_404


@bp.get("/institutions")
@requires(Right.READ, in_some_week=True)
def institutions() -> ResponseReturnValue:
    """The directory, searched in any script."""
    page = page_number()
    rows, total = directory.institutions(searched(), page)
    return render_template(
        "dashboard/institutions.html",
        rows=rows,
        total=total,
        page=page,
        size=directory.PAGE,
        pages=neighbours(page, has_more=page * directory.PAGE < total),
        search=SearchForm(request.args),
        proposals=len(directory.proposals(weeks_with(Right.MANAGE))),
    )


@bp.route("/institutions/new", methods=["GET", "POST"])
@requires(Right.MANAGE, in_some_week=True)
def enter_institution() -> ResponseReturnValue:
    """Enter an institution; one that a delegate proposed is assigned at once."""
    form = InstitutionForm().offer(known.territories())
    proposal = _proposal(as_uuid(request.args.get("proposal")))
    if form.validate_on_submit():
        entered = service.enter_institution(form.entry(), by=signed_in())
        flash(_("The institution is in the directory."))
        if proposal is not None:
            return _assign(proposal, entered)
        return redirect(url_for(".institutions"))
    if request.method == "GET":
        form.type.data = "university"
        if proposal is not None:
            form.name_en.data = proposal.proposed_institution
            form.territory.data = proposal.territory_code or ""
    page = render_template(
        "dashboard/edit_institution.html",
        form=form,
        institution=None,
        proposal=proposal,
        likes=directory.look_alikes(form.name_en.data or form.name_zh.data or ""),
    )
    return page, form.status


@bp.route("/institutions/<uuid:institution_id>", methods=["GET", "POST"])
@requires(Right.MANAGE, in_some_week=True)
def edit_institution(institution_id: UUID) -> ResponseReturnValue:
    """Describe an institution anew."""
    institution = directory.institution(institution_id) or abort(404)
    form = InstitutionForm().offer(known.territories())
    if form.validate_on_submit():
        service.change_institution(institution, form.entry(institution), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".institutions"))
    if request.method == "GET":
        form.show(institution, [one.name for one in known.aliases_of(institution)])
    page = render_template(
        "dashboard/edit_institution.html",
        form=form,
        institution=institution,
        proposal=None,
        likes=[],
    )
    return page, form.status


@bp.get("/institutions/proposed")
@requires(Right.MANAGE, in_some_week=True)
def proposals() -> ResponseReturnValue:
    """The names that delegates typed and nobody found in the directory."""
    return render_template(
        "dashboard/proposals.html",
        proposals=directory.proposals(weeks_with(Right.MANAGE)),
    )


@bp.route("/institutions/proposed/<uuid:registration_id>", methods=["GET", "POST"])
@requires(Right.MANAGE, in_some_week=True)
def proposal(registration_id: UUID) -> ResponseReturnValue:
    """Choose the institution that is meant; nothing is merged by itself."""
    registration = _proposal(registration_id) or abort(404)
    if request.method == "POST":
        key = as_uuid(request.form.get("institution")) or abort(404)
        return _assign(registration, get_or_404(Institution, key))
    words = searched()
    found = (
        known.matching(words, most=20)
        if words
        else directory.look_alikes(registration.proposed_institution or "")
    )
    return render_template(
        "dashboard/proposal.html",
        registration=registration,
        same=directory.same_proposal(registration, weeks_with(Right.MANAGE)),
        found=found,
        search=SearchForm(request.args),
        words=words,
    )


@bp.get("/institutions/territories")
@requires(Right.READ, in_some_week=True)
def territories() -> ResponseReturnValue:
    """The labels of countries and regions."""
    return render_template(
        "dashboard/territories.html",
        territories=known.territories(),
        lacks=lacks,
    )


@bp.route("/institutions/territories/<code>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def label_territory(code: str) -> ResponseReturnValue:
    """Change the label under which a country or region is shown everywhere."""
    territory = next(
        (one for one in known.territories() if one.code == code), None
    ) or abort(404)
    form = TerritoryForm()
    pair = (form.label_en, form.label_zh)
    if form.validate_on_submit():
        service.label_territory(
            territory.code, texts(pair, territory.label), by=signed_in()
        )
        flash(_("Saved."))
        return redirect(url_for(".territories"))
    if request.method == "GET":
        fill(pair, territory.label)
    page = render_template(
        "dashboard/label_territory.html", form=form, territory=territory
    )
    return page, form.status


def _assign(proposal: Registration, institution: Institution) -> ResponseReturnValue:
    concerned = directory.same_proposal(proposal, weeks_with(Right.MANAGE))
    assign_institution(concerned, institution, actor=signed_in().name)
    flash(
        ngettext(
            "%(num)d registration now belongs to %(institution)s.",
            "%(num)d registrations now belong to %(institution)s.",
            len(concerned),
            institution=str(institution.name),
        )
    )
    return redirect(url_for(".proposals"))


def _proposal(key: UUID | None) -> Registration | None:
    found = registration_by_key(key) if key else None
    if found is None or found.institution_id or not found.proposed_institution:
        return None
    if not may(Right.MANAGE, found.week_id):
        return None
    return found
