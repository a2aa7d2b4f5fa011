"""Badges: which ones are printed on what, and how they look."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.badges import printing, queries, sheets
from eventapp.badges.cards import CardFace, card_faces, cards_of_week
from eventapp.badges.designing import keep_design
from eventapp.badges.designs import Design
from eventapp.badges.faces import BadgeFace
from eventapp.badges.formats import Format, format_of
from eventapp.badges.printing import PDF, NothingToPrint
from eventapp.badges.samples import sample_faces
from eventapp.badges.vocabulary import Wanted
from eventapp.badges.working import Printing, chosen, counts_of
from eventapp.dashboard import service
from eventapp.dashboard.forms.badges import DesignForm, PrintForm
from eventapp.dashboard.office import bp
from eventapp.jobs import service as jobs
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Track

PREVIEW_PPI = 110
MOST_AT_ONE_PRESS = 100  # badges
CARD_FORMATS = (Format.CARD, Format.A4_CARDS, Format.A6, Format.A4)


@bp.route("/<slug>/badges", methods=["GET", "POST"])
@requires(Right.MANAGE)
def badges(slug: str) -> ResponseReturnValue:
    """Choose which badges are printed; a job makes the file."""
    week = week_at(slug)
    design = queries.design_of(week.id)
    form = PrintForm().offer(queries.delegations_with_badges(week.id), design)
    many = 0
    if form.validate_on_submit():
        many = 0 if form.sure.data else _many(week, form.printing())
        if not many:
            return _ask(week, form.printing())
    page = render_template(
        "dashboard/badges.html",
        week=week,
        form=form,
        counts=list(counts_of(week).items()),
        cards=len(cards_of_week(week.id)),
        many=many,
    )
    return page, 422 if many else form.status


@bp.route("/<slug>/badges/design", methods=["GET", "POST"])
@requires(Right.MANAGE)
def badge_design(slug: str) -> ResponseReturnValue:
    """Decide how the badges of a week look."""
    week = week_at(slug)
    asked = DesignForm(request.args) if request.args else DesignForm()
    form = asked.offer(week)
    if form.validate_on_submit():
        by = signed_in()
        keep_design(week, form.design(), by=by.name, by_id=by.id)
        flash(_("Saved. New prints look like this."))
        return redirect(url_for(".badge_design", slug=slug))
    if request.method == "GET" and not request.args:
        form.show(queries.design_of(week.id))
    page = render_template("dashboard/badge_design.html", week=week, form=form)
    return page, form.status


@bp.get("/<slug>/badges/preview-<any(sheet, desk, back):side>.png")
@requires(Right.MANAGE)
def badge_preview(slug: str, side: str) -> ResponseReturnValue:
    """How badges would look with what stands in the form, or look now."""
    week = week_at(slug)
    design = _imagined(week)
    face, other = sample_faces(week, design)
    if side == "back":
        back = printing.back_of(week, design) or sheets.Back()
        picture = sheets.back_png(back, layout=design.sheet_format, ppi=PREVIEW_PPI)
    elif side == "desk":
        picture = sheets.badge_png(other, layout=design.desk_format, ppi=PREVIEW_PPI)
    else:
        picture = sheets.badge_png(face, layout=design.sheet_format, ppi=PREVIEW_PPI)
    return Response(picture, mimetype="image/png")


@bp.post("/<slug>/badges/cards.pdf")
@requires(Right.MANAGE)
def delegation_cards(slug: str) -> ResponseReturnValue:
    """The cards of all delegations: one scan shows all their people."""
    week = week_at(slug)
    layout = format_of(request.form.get("format")) or Format.A4_CARDS
    if layout not in CARD_FORMATS:
        abort(404)
    faces = [
        face
        for number, one in enumerate(card_faces(cards_of_week(week.id)), start=1)
        if (face := _card(number, one))
    ]
    if not faces:
        raise NothingToPrint
    name = f"delegation-cards-{week.slug}.pdf"
    note_taken("cards.taken", name, len(faces), by=signed_in(), week_id=week.id)
    return Response(
        sheets.sheet_pdf(faces, layout=layout),
        mimetype=PDF,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _many(week: Week, printing_: Printing) -> int:
    """How many badges, printed or not, one press would print; 0 where it may."""
    if printing_.wanted is not Wanted.ALL:
        return 0
    found = len(chosen(week, printing_))
    return found if found > MOST_AT_ONE_PRESS else 0


def _ask(week: Week, printing_: Printing) -> ResponseReturnValue:
    by = signed_in()
    job = jobs.ask(
        "badges.sheets",
        printing_.arguments(week, by.name),
        asked_by_id=by.id,
        week_id=week.id,
    )
    service.keep(by, "job.asked", _("Badges in print"), job)
    return redirect(url_for(".job", slug=week.slug, job_id=job.id))


def _imagined(week: Week) -> Design:
    """What stands in the form, if it can be read; else what is decided."""
    if request.args:
        form = DesignForm(request.args, meta={"csrf": False}).offer(week)
        if form.validate():
            return form.design()
    return queries.design_of(week.id)


def _card(number: int, face: CardFace | None) -> BadgeFace | None:
    """A card as a badge is drawn: the delegation, its head and how many they are."""
    if face is None:
        return None
    return BadgeFace(
        number=str(number),
        reference="",
        code=face.code,
        latin=face.title,
        native=face.native,
        native_language=face.native_language,
        institution=str(face.head) if face.head else "",
        country_or_region=face.country_or_region,
        role=_("Delegation"),
        band=Track.SLATE,
        week=face.week,
        title=ngettext("%(num)s person", "%(num)s people", face.people),
        lead="latin",
        has_number=False,
        has_reference=False,
    )
