"""Mailings: the list, a draft and its texts, previews, what became of each."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.mailings.forms.writing import SendForm, TextsForm
from eventapp.mailings.letters import letters_for
from eventapp.mailings.models import Mailing
from eventapp.mailings.office import bp, mailing_at
from eventapp.mailings.placeholders import offered
from eventapp.mailings.queries import mailings as queries
from eventapp.mailings.queries.groups import names_of
from eventapp.mailings.seeing import reach_of
from eventapp.mailings.service import writing
from eventapp.mailings.service.testing import sample_letter
from eventapp.mailings.vocabulary import Audience, MailingStatus
from eventapp.mailings.words import STANDINGS
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.selection.asked import address_of, asked_choice, asked_ticks
from eventapp.selection.choosing import Choice
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.conditional import fragment
from eventapp.web.forms import as_uuid

UNDERWAY = (MailingStatus.WAITING, MailingStatus.SENDING)


@bp.get("/mailings")
@requires(Right.MANAGE)
def mailings(slug: str) -> ResponseReturnValue:
    """All mailings of a week, and how far each is."""
    week = week_at(slug)
    page = page_number()
    rows, has_more = queries.page_of(week, page)
    return render_template(
        "mailings/mailings.html",
        week=week,
        rows=rows,
        tallies=queries.tallies([one.id for one in rows]),
        page=page,
        pages=neighbours(page, has_more=has_more),
    )


@bp.route("/mailings/begin", methods=["GET", "POST"])
@requires(Right.MANAGE)
def begin(slug: str) -> ResponseReturnValue:
    """Begin a draft: to a group, or to those whom the table of delegates means."""
    week = week_at(slug)
    if request.method == "GET":
        return render_template("mailings/begin.html", week=week, audiences=Audience)
    audience = _audience(request.form.get("audience"))
    choice = asked_ticks() if audience is Audience.DELEGATES else Choice()
    if choice is None:
        flash(_("Tick those to whom you want to write."))
        table = address_of("selection.registrations", asked_choice(), slug=slug)
        return redirect(table)
    made = writing.begin_mailing(week, audience, choice.kept(), by=signed_in())
    return redirect(url_for(".write", slug=slug, mailing_id=made.id))


@bp.route("/mailings/<uuid:mailing_id>/write", methods=["GET", "POST"])
@requires(Right.MANAGE)
def write(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """The texts of a draft, in each language of the week."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    form = TextsForm()
    placeholders = offered(found.audience, has_event=found.event_id is not None)
    form.offer(week, placeholders)
    if form.validate_on_submit():
        writing.write_mailing(found, form.texts())
        flash(_("Saved. Nothing is sent yet."))
        return redirect(page_of(week, found))
    if request.method == "GET":
        form.show_texts(found)
    page = render_template(
        "mailings/write.html",
        week=week,
        mailing=found,
        form=form,
        placeholders=placeholders,
        count=len(reach_of(found).ready),
        table=_table_of(week, found),
    )
    return page, form.status


@bp.get("/mailings/<uuid:mailing_id>")
@requires(Right.MANAGE)
def mailing(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """A draft with its group and what can be done, or what became of each receiver."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    if found.is_draft:
        return draft_page(week, found, SendForm().offer(week))
    standing = request.args.get("standing", "")
    page = page_number()
    rows, has_more = queries.receipts_of(found, standing, page)
    is_sent = found.status is MailingStatus.SENT
    return render_template(
        "mailings/mailing.html",
        week=week,
        rows=rows,
        names=names_of(found.audience, [one.subject_id for one in rows]),
        shown=standing if standing in STANDINGS else "",
        reasons=queries.reasons(found),
        new=len(reach_of(found).ready) if is_sent else 0,
        table=_table_of(week, found),
        everything=here(standing=None, page=None),
        page=page,
        pages=neighbours(page, has_more=has_more),
        **_progress(found),
    )


@bp.get("/mailings/<uuid:mailing_id>/progress")
@requires(Right.MANAGE)
def progress(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """The numbers alone, for the page that renews itself."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    return fragment(
        render_template("mailings/_progress.html", week=week, **_progress(found))
    )


@bp.get("/mailings/<uuid:mailing_id>/preview")
@requires(Right.MANAGE)
def preview(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """What any receiver reads: searched by name, in their language."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    reach = reach_of(found)
    shown = reach.search(searched())
    key = as_uuid(request.args.get("to"))
    chosen = next((one for one in reach.group if one.subject_id == key), None)
    chosen = chosen or next(iter(shown), None)
    letters = (
        letters_for(found, [chosen.subject_id], is_shown=True)
        if chosen and found.tags
        else []
    )
    return render_template(
        "mailings/preview.html",
        week=week,
        mailing=found,
        reach=reach,
        shown=shown,
        chosen=chosen,
        letter=next(iter(letters), None),
        q=searched(),
    )


def draft_page(week: Week, found: Mailing, form: SendForm) -> ResponseReturnValue:
    """The page of a draft: to whom, what it says, when it leaves."""
    page = render_template(
        "mailings/draft.html",
        week=week,
        mailing=found,
        reach=reach_of(found),
        table=_table_of(week, found),
        letters=[sample_letter(found, tag) for tag in found.tags],
        form=form,
        own_address=signed_in().address,
    )
    return page, form.status


def page_of(week: Week, found: Mailing) -> str:
    """The address of one mailing."""
    return url_for(".mailing", slug=week.slug, mailing_id=found.id)


def _progress(found: Mailing) -> dict[str, object]:
    return {
        "mailing": found,
        "tally": queries.tallies([found.id])[found.id],
        "is_underway": found.status in UNDERWAY,
    }


def _table_of(week: Week, found: Mailing) -> str | None:
    """The same people in the table of delegates."""
    if found.audience is not Audience.DELEGATES or found.chosen is None:
        return None
    choice = Choice.of_kept(found.chosen)
    return address_of("selection.registrations", choice, slug=week.slug)


def _audience(text: str | None) -> Audience:
    known = {one.value for one in Audience}
    return Audience(text) if text in known else Audience.DELEGATES
