"""The office's privacy pages: what is kept how long, what goes, erasing somebody."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel import clock
from eventapp.kernel.personal import Purpose
from eventapp.privacy import queries
from eventapp.privacy.catalogue import catalogue
from eventapp.privacy.forms import EraseForm, RetentionForm
from eventapp.privacy.office import bp
from eventapp.privacy.service import erasing, purging
from eventapp.privacy.service.counting import counts_of
from eventapp.privacy.vocabulary import BOUNDS, ErasureReason
from eventapp.privacy.words import COUNTS
from eventapp.programme.access import week_at
from eventapp.programme.timetable import has_passed
from eventapp.registration.queries import registration as registration_by_key


@bp.route("/organise/<slug>/privacy", methods=["GET", "POST"])
@requires(Right.MANAGE)
def overview(slug: str) -> ResponseReturnValue:
    """What is kept, why and how long; and what goes when."""
    week = week_at(slug)
    form = RetentionForm()
    if form.validate_on_submit():
        purging.keep_for(week, form.days(), actor=signed_in().name)
        flash(_("Saved."))
        return redirect(url_for(".overview", slug=slug))
    terms = queries.terms_of(week)
    if request.method == "GET":
        form.show(terms)
    page = render_template(
        "privacy/overview.html",
        week=week,
        form=form,
        terms=terms,
        is_over=has_passed(week, clock.now()),
        hidden=queries.told_without_consent(week),
        purges=queries.purges_of(week),
        erasures=queries.erasures_of(week),
        counts={COUNTS[name]: kept for name, kept in counts_of(week.id).items()},
    )
    return page, form.status


@bp.get("/organise/<slug>/privacy/record")
@requires(Right.MANAGE)
def record(slug: str) -> ResponseReturnValue:
    """The record of processing, to be printed."""
    week = week_at(slug)
    chapters = catalogue(queries.terms_of(week))
    return render_template("privacy/record.html", week=week, chapters=chapters)


@bp.route("/organise/<slug>/privacy/purge/<purpose>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def purge(slug: str, purpose: str) -> ResponseReturnValue:
    """Empty now what one purpose no longer needs, after a page that counts it."""
    week = week_at(slug)
    chosen = Purpose(purpose) if purpose in set(BOUNDS) else abort(404)
    if request.method == "POST":
        reports = purging.purge(week, [chosen], actor=signed_in().name)
        done = sum(sum(one.rows.values()) for one in reports)
        flash(ngettext("%(num)d row is erased.", "%(num)d rows are erased.", done))
        return redirect(url_for(".overview", slug=slug))
    return render_template(
        "privacy/purge.html",
        week=week,
        purpose=chosen,
        is_over=has_passed(week, clock.now()),
        rows=queries.due_count(week, chosen),
    )


@bp.route(
    "/organise/<slug>/registrations/<uuid:registration_id>/erase",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def erase_registration(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Erase one person's data, with a reason, after a page that says what goes."""
    week = week_at(slug)
    found = registration_by_key(registration_id)
    if found is None or found.week_id != week.id or found.erased_at is not None:
        abort(404)
    form = EraseForm()
    if form.validate_on_submit():
        reason = ErasureReason(form.reason.data or "")
        erasing.erase(found, reason, actor=signed_in().name)
        flash(_("The data of this person is erased."))
        return redirect(url_for("selection.registrations", slug=slug))
    page = render_template(
        "privacy/erase_registration.html", week=week, registration=found, form=form
    )
    return page, form.status
