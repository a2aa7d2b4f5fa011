"""Invitations in the office: the list, one of them, many at once."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.institutions.queries import institutions_by_name
from eventapp.invitations import notices, queries, wording
from eventapp.invitations.errors import WeekNotPublic
from eventapp.invitations.forms.office import FilterForm, InvitationForm
from eventapp.invitations.office import bp, invitation_at
from eventapp.invitations.queries import Choice
from eventapp.invitations.service import sending, writing
from eventapp.invitations.service.sending import MOST_AT_ONCE, Deed
from eventapp.invitations.words import state_word
from eventapp.journal.queries import entries_about
from eventapp.kernel import clock
from eventapp.mail.queries import messages_about
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service.inviting import code_of
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.forms import as_uuid

EXAMPLES = 10
MOST_LEFT_OUT = 20


@bp.get("/organise/<slug>/invitations")
@requires(Right.MANAGE)
def invitations(slug: str) -> ResponseReturnValue:
    """Who is invited, and who has answered."""
    week = week_at(slug)
    now, page = clock.now(), page_number()
    form = FilterForm(request.args).offer()
    choice = form.choice(searched())
    rows, total = queries.page_of(week, choice, now, page)
    return render_template(
        "invitations/invitations.html",
        week=week,
        rows=rows,
        total=total,
        page=page,
        size=queries.PAGE,
        pages=neighbours(page, has_more=page * queries.PAGE < total),
        filter=form,
        choice=choice,
        chosen=_chosen(choice),
        everything=url_for(".invitations", slug=slug),
        kept={name: value for name, value in request.args.items() if value},
        counts=queries.counts(week, now),
        rates=queries.rates(week),
        at=now,
        is_by_invitation=week.registration_mode is RegistrationMode.INVITATION,
    )


@bp.route("/organise/<slug>/invitations/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def prepare(slug: str) -> ResponseReturnValue:
    """Prepare an invitation; nothing is sent yet."""
    week = week_at(slug)
    form = InvitationForm().offer(week, institutions_by_name())
    if form.validate_on_submit():
        made = writing.prepare_invitation(week, form.entry(), by=signed_in())
        flash(_("Prepared. Read it below, then send it."))
        return redirect(_page_of(week, made))
    if request.method == "GET":
        form.show(None)
    page = render_template(
        "invitations/write.html", week=week, form=form, invitation=None
    )
    return page, form.status


@bp.get("/organise/<slug>/invitations/<uuid:invitation_id>")
@requires(Right.MANAGE)
def invitation(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """One invitation: where it stands, what its receiver reads, what can be done."""
    week = week_at(slug)
    found = invitation_at(week, invitation_id)
    can_do = {
        deed.value: bool(sending.effect_of(deed, week, [found]).ready) for deed in Deed
    }
    has_codes = found.token_digest is not None
    return render_template(
        "invitations/invitation.html",
        week=week,
        invitation=found,
        at=clock.now(),
        can_do=can_do,
        code=code_of(found) if has_codes else None,
        link=wording.address_of(found, week) if has_codes else None,
        letter=notices.invitation_letter(found, week) if has_codes else None,
        came=queries.registered_with(found),
        messages=messages_about(found.id),
        entries=entries_about(found.id),
    )


@bp.route(
    "/organise/<slug>/invitations/<uuid:invitation_id>/edit", methods=["GET", "POST"]
)
@requires(Right.MANAGE)
def change(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """Write an invitation anew; its link stays."""
    week = week_at(slug)
    found = invitation_at(week, invitation_id)
    form = InvitationForm().offer(week, institutions_by_name())
    if form.validate_on_submit():
        writing.change_invitation(found, form.entry(), by=signed_in())
        flash(_("Saved."))
        return redirect(_page_of(week, found))
    if request.method == "GET":
        form.show(found)
    page = render_template(
        "invitations/write.html", week=week, form=form, invitation=found
    )
    return page, form.status


@bp.post(
    "/organise/<slug>/invitations/<uuid:invitation_id>/<any(send,remind,end):order>"
)
@requires(Right.MANAGE)
def do(slug: str, invitation_id: UUID, order: str) -> ResponseReturnValue:
    """Send one invitation, remind of it, or end it."""
    week = week_at(slug)
    found = invitation_at(week, invitation_id)
    done = sending.do(Deed(order), week, [found], by=signed_in())
    _tell(Deed(order), len(done))
    return redirect(_page_of(week, found))


@bp.post("/organise/<slug>/invitations/<uuid:invitation_id>/handed-over")
@requires(Right.MANAGE)
def hand_over(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """Note that somebody got it by post or in person."""
    week = week_at(slug)
    found = invitation_at(week, invitation_id)
    if sending.hand_over(found, by=signed_in()):
        flash(_("Noted. It counts as sent."))
    return redirect(_page_of(week, found))


@bp.post("/organise/<slug>/invitations/preview")
@requires(Right.MANAGE)
def preview(slug: str) -> ResponseReturnValue:
    """Show what a deed would do to many, before it does."""
    week = week_at(slug)
    deed = _deed(request.form.get("do"))
    if request.form.get("all"):
        form = FilterForm(request.form).offer()
        choice = form.choice(searched())
        keys = queries.chosen_keys(week, choice, clock.now(), MOST_AT_ONCE)
    else:
        keys = _keys()
    effect = sending.effect_of(deed, week, queries.invitations(week, keys))
    return render_template(
        "invitations/preview.html",
        week=week,
        deed=deed.value,
        effect=effect,
        examples=effect.ready[:EXAMPLES],
        left_out=effect.left_out[:MOST_LEFT_OUT],
        letter=_example(deed, effect.ready, week),
        refused=None
        if week.is_public or deed is Deed.END
        else str(WeekNotPublic.message),
    )


@bp.post("/organise/<slug>/invitations/do")
@requires(Right.MANAGE)
def do_many(slug: str) -> ResponseReturnValue:
    """Do it to those that were looked at; to whom it no longer applies is left."""
    week = week_at(slug)
    deed = _deed(request.form.get("do"))
    chosen = queries.invitations(week, _keys())
    _tell(deed, len(sending.do(deed, week, chosen, by=signed_in())))
    return redirect(url_for(".invitations", slug=slug))


def _example(
    deed: Deed, ready: Sequence[Invitation], week: Week
) -> notices.Letter | None:
    if not ready or deed is Deed.END:
        return None
    first = ready[0]
    if deed is Deed.REMIND:
        return notices.reminder_letter(first, week)
    return notices.invitation_letter(first, week)


def _tell(deed: Deed, count: int) -> None:
    if deed is Deed.SEND:
        said = ngettext(
            "%(num)d invitation is in the outbox.",
            "%(num)d invitations are in the outbox.",
            count,
        )
    elif deed is Deed.REMIND:
        said = ngettext(
            "%(num)d reminder is in the outbox.",
            "%(num)d reminders are in the outbox.",
            count,
        )
    else:
        said = ngettext(
            "%(num)d invitation has ended.", "%(num)d invitations have ended.", count
        )
    flash(said)


def _deed(text: str | None) -> Deed:
    known = {one.value for one in Deed}
    return Deed(text) if text in known else Deed.SEND


def _keys() -> list[UUID]:
    typed = request.form.getlist("invitation")[:MOST_AT_ONCE]
    return [key for key in map(as_uuid, typed) if key is not None]


def _page_of(week: Week, found: Invitation) -> str:
    return url_for(".invitation", slug=week.slug, invitation_id=found.id)


def _chosen(choice: Choice) -> list[dict[str, str]]:
    chosen = []
    if choice.words:
        chosen.append({"text": choice.words, "href": here(q=None, page=None)})
    if choice.state:
        words = state_word(choice.state)
        chosen.append({"text": words, "href": here(state=None, page=None)})
    if choice.ends_soon:
        words = _("Ends in the next 7 days")
        chosen.append({"text": words, "href": here(ends=None, page=None)})
    return chosen
