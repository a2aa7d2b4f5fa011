"""Letters by the dozen, and how a week writes them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from typst import TypstError

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.jobs import service as jobs
from eventapp.journal.service import note
from eventapp.letters import paper, queries, working
from eventapp.letters.answering import pdf_answer, zip_answer
from eventapp.letters.errors import LogoUnfit, NotMade
from eventapp.letters.forms.settling import SettingsForm
from eventapp.letters.office import bp
from eventapp.letters.samples import specimen
from eventapp.letters.service import deciding
from eventapp.letters.service.issuing import settings_for
from eventapp.letters.service.settling import settle, usual
from eventapp.letters.vocabulary import MADE, LetterStatus
from eventapp.programme.access import week_at

EXAMPLES = 10


@bp.route("/<slug>/letters/make", methods=["GET", "POST"])
@requires(Right.MANAGE)
def make_all(slug: str) -> ResponseReturnValue:
    """Make all approved letters; a job does it."""
    week = week_at(slug)
    if request.method == "POST":
        by = signed_in()
        arguments = {"week": str(week.id), "by": str(by.id)}
        job = jobs.ask(working.KIND, arguments, asked_by_id=by.id, week_id=week.id)
        note(
            "job.asked",
            actor=by.name,
            actor_id=by.id,
            subject=_("Invitation letters"),
            subject_id=job.id,
            week_id=week.id,
        )
        return redirect(url_for("dashboard.job", slug=slug, job_id=job.id))
    found = queries.letters_with(week, {LetterStatus.APPROVED})
    return render_template(
        "letters/many.html",
        week=week,
        sends=False,
        count=len(found),
        examples=found[:EXAMPLES],
    )


@bp.route("/<slug>/letters/send", methods=["GET", "POST"])
@requires(Right.MANAGE)
def send_all(slug: str) -> ResponseReturnValue:
    """Tell all whose letter is made where to download it."""
    week = week_at(slug)
    found = queries.letters_on_paper(week, {LetterStatus.ISSUED})
    if request.method == "POST":
        by = signed_in()
        for one in found:
            deciding.send(one, by=by)
        flash(ngettext("%(num)d mail is sent.", "%(num)d mails are sent.", len(found)))
        return redirect(url_for(".queue", slug=slug))
    return render_template(
        "letters/many.html",
        week=week,
        sends=True,
        count=len(found),
        examples=found[:EXAMPLES],
    )


@bp.post("/<slug>/letters/files")
@requires(Right.MANAGE)
def download_all(slug: str) -> ResponseReturnValue:
    """All letters that are made, in one ZIP; the journal keeps each look."""
    week = week_at(slug)
    by = signed_in()
    kept = queries.letters_on_paper(week, MADE)
    if not kept:
        raise NotMade
    papers = [(one.numbered or "", deciding.paper(one, by=by)) for one in kept]
    return zip_answer(papers, f"letters-{week.slug}.zip")


@bp.route("/<slug>/letters/settings", methods=["GET", "POST"])
@requires(Right.MANAGE)
def settings(slug: str) -> ResponseReturnValue:
    """What is asked, how letters are numbered, what stands in them."""
    week = week_at(slug)
    known = queries.settings_of(week)
    form = SettingsForm().offer()
    if form.validate_on_submit():
        kept = settle(
            week,
            form.wish(known or usual(week)),
            by=signed_in(),
            logo=form.found,
            drops_logo=bool(form.drops_logo.data),
        )
        if form.found is not None:
            try:
                paper.pdf(specimen(kept))
            except TypstError:
                raise LogoUnfit from None
        flash(_("Saved."))
        return redirect(url_for(".settings", slug=slug))
    if request.method == "GET":
        form.show(known or usual(week))
    page = render_template("letters/settings.html", week=week, form=form, known=known)
    return page, form.status


@bp.get("/<slug>/letters/specimen.pdf")
@requires(Right.MANAGE)
def preview(slug: str) -> ResponseReturnValue:
    """How a letter looks, about nobody."""
    week = week_at(slug)
    return pdf_answer(paper.pdf(specimen(settings_for(week))), f"specimen-{week.slug}")
