"""The pages that prove an address, and open or begin its registration."""

from flask import (
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import config
from eventapp.kernel import clock, i18n
from eventapp.programme.access import week_or_404
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.questions.queries import form_now
from eventapp.registration import access, own, paths
from eventapp.registration.errors import (
    CodeEnded,
    CodeSentJustNow,
    InvitationNeeded,
    LinkEnded,
    RegistrationClosed,
    WrongCode,
)
from eventapp.registration.forms.entering import CodeForm, StartForm
from eventapp.registration.models.registrations import Registration
from eventapp.registration.others import bp
from eventapp.registration.service import confirming, inviting
from eventapp.registration.steps import first_steps
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.audience import public

__all__ = ("bp",)  # views.py adds the steps to it

WAITING = "confirming"  # in the session: the address that waits for its code


@bp.route("/weeks/<slug>/register", methods=["GET", "POST"])
@public
def start(slug: str) -> ResponseReturnValue:
    """What registering needs, and the e-mail address."""
    week = week_or_404(slug)
    now = clock.now()
    if not week.takes_registrations(now):
        return _closed(week)
    form = StartForm()
    if week.registration_mode is not RegistrationMode.INVITATION:
        del form.invitation
    if form.validate_on_submit():
        code = form.invitation.data if form.invitation else ""
        inviting.check_tries(request.remote_addr or "")
        try:
            _send_code(week, form.address.data, code)
        except CodeSentJustNow:
            await_code(week, form.address.data, code)
            return redirect(url_for(".code", slug=slug))
        except InvitationNeeded as refusal:
            inviting.count_wrong_try(request.remote_addr or "")
            form.invitation.errors = [str(refusal)]
        else:
            return redirect(url_for(".code", slug=slug))
    form.offer_key()
    page = render_template(
        "registration/start.html", week=week, form=form, known=access.own_in(week)
    )
    return page, form.status


@bp.route("/weeks/<slug>/register/code", methods=["GET", "POST"])
@public
def code(slug: str) -> ResponseReturnValue:
    """The six digits of our mail."""
    week = week_or_404(slug)
    address, _invitation = _awaited(week)
    if not address:
        return redirect(url_for(".start", slug=slug))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            found = confirming.confirm_by_code(week, address, form.code.data)
        except (WrongCode, CodeEnded) as refusal:
            form.code.errors = [str(refusal)]
        else:
            return _open(found)
    return _code_page(week, address, form), form.status


@bp.post("/weeks/<slug>/register/code/again")
@public
def send_again(slug: str) -> ResponseReturnValue:
    """Send another code to the same address."""
    week = week_or_404(slug)
    address, invitation = _awaited(week)
    if not address:
        return redirect(url_for(".start", slug=slug))
    try:
        _send_code(week, address, invitation)
    except CodeSentJustNow as refusal:
        form = CodeForm(formdata=None)
        form.form_errors = [str(refusal)]
        return _code_page(week, address, form), refusal.status
    flash(_("We sent a new code. Only the newest code works."))
    return redirect(url_for(".code", slug=slug))


@bp.route("/weeks/<slug>/register/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(slug: str, token: str) -> ResponseReturnValue:
    """The link of our mail: a page with a button, for scanners press none."""
    week = week_or_404(slug)
    if request.method == "POST":
        try:
            return _open(confirming.confirm_by_link(token))
        except (LinkEnded, CodeEnded):
            page = render_template("registration/link_ended.html", week=week)
            return page, LinkEnded.status
    return render_template("registration/confirm.html", week=week)


def _closed(week: Week) -> ResponseReturnValue:
    page = render_template(
        "registration/closed.html", week=week, known=access.own_in(week)
    )
    return page, 200 if request.method == "GET" else RegistrationClosed.status


def _code_page(week: Week, address: str, form: CodeForm) -> str:
    return render_template(
        "registration/code.html",
        week=week,
        address=address,
        form=form,
        has_mail=config.current().smtp is not None,
        step=1,
        steps=first_steps(form_now(week)),
        back=url_for(".start", slug=week.slug),
    )


def _send_code(week: Week, address: str, invitation: str) -> None:
    confirming.ask_to_confirm(
        week,
        address,
        language=i18n.spoken().tag,
        code=invitation,
        from_address=request.remote_addr or "",
    )
    await_code(week, address, invitation)


def await_code(week: Week, address: str, invitation: str) -> None:
    """Let this browser type the six digits that were mailed to `address`."""
    session[WAITING] = [week.slug, address, invitation]
    session.permanent = True


def _awaited(week: Week) -> tuple[str, str]:
    slug, address, invitation = session.get(WAITING) or ("", "", "")
    return (address, invitation) if slug == week.slug else ("", "")


def _open(found: Registration) -> ResponseReturnValue:
    """Go on where this registration is: the first missing step, or its own page.

    Whoever registered several people under one address sees all of them.
    """
    others = own.at_one_address(found.week, found.address)
    for one in (*others, found):
        access.remember(one)
    session.pop(WAITING, None)
    if len(others) > 1:
        return redirect(url_for(".mine", all=1))
    if found.status is RegistrationStatus.DRAFT:
        return redirect(paths.step_address(found, paths.next_step(found)))
    return redirect(paths.home(found))
