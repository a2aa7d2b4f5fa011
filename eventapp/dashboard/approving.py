"""Approval in the office: what waits, first checks, changes, asking back, its rules."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import ruling
from eventapp.dashboard.decisions import page_of, registration_at
from eventapp.dashboard.forms.approval import (
    RECOMMENDED,
    ApprovalForm,
    CheckForm,
    InquiryForm,
    KeptReasonForm,
    ReasonForm,
)
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import queue as waiting
from eventapp.kernel import clock
from eventapp.programme.access import row_at, week_at
from eventapp.registration import approval
from eventapp.registration.comparing import changed_words, differences
from eventapp.registration.models.approvals import KeptReason, PendingChange
from eventapp.registration.service import deciding, inquiring, rechecking
from eventapp.web.lookup import get_or_404


@bp.get("/<slug>/queue")
@requires(Right.MANAGE)
def queue(slug: str) -> ResponseReturnValue:
    """What waits for the office, the oldest first."""
    week = week_at(slug)
    found = waiting.queue(week)
    return render_template(
        "dashboard/queue.html",
        week=week,
        queue=found,
        own=signed_in().id,
        words={one.id: changed_words(one) for one in found.changes},
        today=clock.now().astimezone(week.tzinfo).date(),
    )


@bp.route("/<slug>/registrations/<uuid:registration_id>/check", methods=["GET", "POST"])
@requires(Right.MANAGE)
def check(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Do the first check; somebody else decides."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    form = CheckForm()
    if form.validate_on_submit():
        deciding.check_registration(
            found,
            form.reason.data or "",
            is_recommended=form.verdict.data == RECOMMENDED,
            by=signed_in(),
        )
        flash(_("Checked. Somebody else decides."))
        return redirect(url_for(".queue", slug=slug))
    page = render_template(
        "dashboard/check.html", week=week, registration=found, form=form
    )
    return page, form.status


@bp.route("/<slug>/registrations/<uuid:registration_id>/ask", methods=["GET", "POST"])
@requires(Right.MANAGE)
def ask_back(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Ask a delegate for something, by a day."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    form = InquiryForm().for_week(week)
    if form.validate_on_submit() and form.due.data:
        inquiring.ask_back(
            found, form.sentence.data or "", form.due.data, by=signed_in()
        )
        flash(_("Asked. We wrote to %(name)s.", name=str(found.name)))
        return redirect(page_of(week, found))
    page = render_template(
        "dashboard/ask_back.html", week=week, registration=found, form=form
    )
    return page, form.status


@bp.post("/<slug>/changes/<uuid:change_id>/accept")
@requires(Right.MANAGE)
def accept_change(slug: str, change_id: UUID) -> ResponseReturnValue:
    """Put a change of a confirmed delegate into effect."""
    week = week_at(slug)
    change = _change(slug, change_id)
    rechecking.accept_change(change, seen=request.form.get("seen", ""), by=signed_in())
    flash(_("The change is in effect. We wrote to the delegate."))
    return redirect(page_of(week, change.registration))


@bp.route("/<slug>/changes/<uuid:change_id>/decline", methods=["GET", "POST"])
@requires(Right.MANAGE)
def decline_change(slug: str, change_id: UUID) -> ResponseReturnValue:
    """Leave what is confirmed as it is, with a reason that the delegate reads."""
    week = week_at(slug)
    change = _change(slug, change_id)
    found = change.registration
    form = ReasonForm().offer(approval.kept_reasons(week))
    if form.validate_on_submit():
        reason = deciding.reason_in(found.language, form.chosen, form.reason.data or "")
        rechecking.decline_change(
            change, reason, seen=form.seen.data or "", by=signed_in()
        )
        flash(_("The change is declined. We wrote to the delegate."))
        return redirect(page_of(week, found))
    if request.method == "GET":
        form.seen.data = request.args.get("seen", "")
    page = render_template(
        "dashboard/decline_change.html",
        week=week,
        registration=found,
        differences=differences(change),
        form=form,
    )
    return page, form.status


@bp.route("/<slug>/approval", methods=["GET", "POST"])
@requires(Right.MANAGE)
def approval_rules(slug: str) -> ResponseReturnValue:
    """In how many steps a week decides, what it looks at again, its reasons."""
    week = week_at(slug)
    form = ApprovalForm().offer()
    if form.validate_on_submit():
        ruling.change_approval(
            week,
            int(form.steps.data),
            tuple(form.rechecked.data or ()),
            by=signed_in(),
        )
        flash(_("Saved."))
        return redirect(url_for(".approval_rules", slug=slug))
    if request.method == "GET":
        form.show(week)
    page = render_template(
        "dashboard/approval_rules.html",
        week=week,
        form=form,
        kept=approval.kept_reasons(week),
        new=_new_reason(week.languages),
    )
    return page, form.status


@bp.post("/<slug>/approval/reasons")
@requires(Right.MANAGE)
def keep_reason(slug: str) -> ResponseReturnValue:
    """Keep a reason, to be chosen later."""
    week = week_at(slug)
    form = KeptReasonForm()
    form.text.speak(week.languages)
    if form.validate_on_submit():
        ruling.keep_reason(week, form.text.text(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".approval_rules", slug=slug))
    rules = ApprovalForm(formdata=None).offer()
    rules.show(week)
    page = render_template(
        "dashboard/approval_rules.html",
        week=week,
        form=rules,
        kept=approval.kept_reasons(week),
        new=form,
    )
    return page, form.status


@bp.post("/<slug>/approval/reasons/<uuid:reason_id>/remove")
@requires(Right.MANAGE)
def remove_reason(slug: str, reason_id: UUID) -> ResponseReturnValue:
    """Offer a reason no longer; who read it keeps their mail."""
    week = week_at(slug)
    ruling.forget_reason(row_at(week, KeptReason, reason_id), by=signed_in())
    return redirect(url_for(".approval_rules", slug=slug))


def _new_reason(tags: tuple[str, ...]) -> KeptReasonForm:
    form = KeptReasonForm(formdata=None)
    form.text.speak(tags)
    return form


def _change(slug: str, key: UUID) -> PendingChange:
    found = get_or_404(PendingChange, key)
    if found.registration.week_id != week_at(slug).id:
        abort(404)
    return found
