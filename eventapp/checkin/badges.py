"""One badge at a time, printed at a desk by the browser; each print is kept."""

from uuid import UUID, uuid4

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.badges import printing, queries, sheets
from eventapp.badges.formats import PAPERS, SINGLE, Format, format_of, format_word
from eventapp.badges.models import Badge
from eventapp.badges.prints import record_print
from eventapp.badges.vocabulary import Reprint
from eventapp.badges.words import REPRINTS, reprint_word
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, desk_at
from eventapp.checkin.vocabulary import DeskRole
from eventapp.web.forms import as_uuid

MEDIA = {"svg": "image/svg+xml", "pdf": printing.PDF}
SHEET = (
    "@page {{ size: {width}mm {height}mm; margin: 0; }}\n"
    ".paper {{ inline-size: {width}mm; block-size: {height}mm; }}\n"
)


@bp.route("/<uuid:desk_id>/badges/<uuid:registration_id>", methods=["GET", "POST"])
@at_desk(DeskRole.REGISTRATION)
def print_badge(desk_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """A badge as the printer of this desk wants it; asking for it is kept."""
    desk = desk_at(desk_id)
    badge = _badge(desk, registration_id)
    if request.method == "POST":
        return _print(desk, badge)
    event = as_uuid(request.args.get("event"))
    layout = layout_of(desk)
    return render_template(
        "checkin/print_badge.html",
        desk=desk,
        week=desk.week,
        badge=badge,
        registration=badge.registration,
        prints=queries.prints_of(registration_id),
        layout=layout,
        layouts=[(one, format_word(one)) for one in SINGLE],
        reasons=[(one, str(word)) for one, word in REPRINTS.items()],
        reason=request.args.get("reprint"),
        print_id=uuid4(),
        event=event,
        prints_itself="now" in request.args,
        back=url_for(".desk", desk_id=desk_id, event=event),
        format_word=format_word,
        reprint_word=reprint_word,
    )


@bp.get("/<uuid:desk_id>/badges/<uuid:registration_id>.<any(svg, pdf):form>")
@at_desk(DeskRole.REGISTRATION)
def badge_paper(desk_id: UUID, registration_id: UUID, form: str) -> ResponseReturnValue:
    """The badge as a picture for the page, or as a file for the printer."""
    desk = desk_at(desk_id)
    return drawn(_badge(desk, registration_id), layout_of(desk), form)


@bp.get("/paper/<layout>.css")
@at_desk(DeskRole.KIOSK)
def paper(layout: str) -> ResponseReturnValue:
    """How large the page of a format is, for the print of a browser."""
    found = format_of(layout) or abort(404)
    width, height = PAPERS[found].page
    sheet = SHEET.format(width=width, height=height)
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": "no-cache"})


def layout_of(desk: Desk) -> Format:
    """The format that an address names, else that of the week's desks."""
    named = format_of(request.values.get("format"))
    usual = queries.design_of(desk.week_id).desk_format
    return next((one for one in (named, usual) if one in SINGLE), Format.A6)


def drawn(badge: Badge, layout: Format, form: str = "svg") -> Response:
    """A badge in the design of its week, on one page."""
    week = badge.registration.week
    design = queries.design_of(week.id)
    face = printing.face_of(badge, design)
    if form == "svg":
        content: str | bytes = sheets.badge_svg(face, layout=layout)
    else:
        back = printing.back_of(week, design)
        content = sheets.badge_pdf(face, layout=layout, back=back)
    response = Response(content, mimetype=MEDIA[form])
    response.headers["Content-Disposition"] = (
        f'inline; filename="badge-{face.number}.{form}"'
    )
    return response


def place_of(desk: Desk) -> str:
    """Where a print is made: the desk, and the device at it."""
    return str(desk.name)


def _print(desk: Desk, badge: Badge) -> ResponseReturnValue:
    layout, duty = layout_of(desk), on_duty()
    reason = request.form.get("reason")
    record_print(
        badge,
        layout,
        by=duty.name,
        by_id=duty.account_id,
        place=place_of(desk),
        reason=Reprint(reason) if reason in set(Reprint) else None,
        key=as_uuid(request.form.get("print_id")),
    )
    if request.accept_mimetypes.best == "application/json":
        return jsonify(said=_("The print is noted."))
    file = url_for(
        ".badge_paper",
        desk_id=desk.id,
        registration_id=badge.registration_id,
        form="pdf",
        format=layout,
    )
    return redirect(file, 303)


def _badge(desk: Desk, registration_id: UUID) -> Badge:
    return queries.badge_of_week(desk.week_id, registration_id) or abort(404)
