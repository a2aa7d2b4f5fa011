"""The office's hotels: rooms of each night, who sleeps where, pairs, rooming lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import nights, queries, rooming, rooming_sheet
from eventapp.arrivals.errors import InUse, NobodyToSend, NotOneTwin, TakenByAPair
from eventapp.arrivals.forms.office import HotelForm
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.nights import Block
from eventapp.arrivals.office import bp
from eventapp.arrivals.rooming import Row
from eventapp.arrivals.service import hotels as service
from eventapp.arrivals.travellers import travellers_among
from eventapp.arrivals.vocabulary import Direction, RoomType
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.sheets import workbook
from eventapp.web.addresses import neighbours, page_number
from eventapp.web.forms import as_uuid
from eventapp.web.lookup import get_or_404
from eventapp.web.tables import csv_answer

MOST_AT_ONCE = 200
MOST_SHOWN = 50
MOST_PAIRS = 25
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/hotels")
@requires(Right.MANAGE)
def hotels(slug: str) -> ResponseReturnValue:
    """Each night against the rooms that are held; who has no hotel yet."""
    week = week_at(slug)
    blocks = nights.blocks_of(week)
    known = queries.hotels_of(week)
    without = (Stay.hotel_id.is_(None),)
    return render_template(
        "arrivals/hotels.html",
        week=week,
        hotels=known,
        nights=nights.people_by_night(blocks),
        needed={hotel.id: _rooms(blocks, hotel.id) for hotel in known},
        unplaced=_rooms(blocks, None),
        guests=nights.guests_of(week, *without, most=MOST_SHOWN),
        waiting=nights.count_guests(week, *without),
        left=queries.left_rooms(week),
        rooms=list(RoomType),
    )


@bp.route("/hotels/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_hotel(slug: str) -> ResponseReturnValue:
    """Enter a hotel."""
    return _form(week_at(slug), None)


@bp.route("/hotels/<uuid:hotel_id>/edit", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_hotel(slug: str, hotel_id: UUID) -> ResponseReturnValue:
    """Change a hotel."""
    week = week_at(slug)
    return _form(week, _hotel(week, hotel_id))


@bp.post("/hotels/<uuid:hotel_id>/remove")
@requires(Right.MANAGE)
def remove_hotel(slug: str, hotel_id: UUID) -> ResponseReturnValue:
    """Take a hotel away in which nobody sleeps."""
    try:
        service.remove_hotel(_hotel(week_at(slug), hotel_id), by=signed_in())
    except InUse as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The hotel is removed."))
    return redirect(url_for(".hotels", slug=slug))


@bp.post("/hotels/give")
@requires(Right.MANAGE)
def give_rooms(slug: str) -> ResponseReturnValue:
    """Let the ticked people sleep in a hotel, or in none."""
    week = week_at(slug)
    key = as_uuid(request.form.get("hotel"))
    hotel = _hotel(week, key) if key else None
    people = queries.stays_in(week, _people())
    count = service.give_rooms(week, hotel, people, by=signed_in())
    flash(ngettext("%(num)d guest moved.", "%(num)d guests moved.", count))
    back = (
        _hotel(week, from_).id if (from_ := as_uuid(request.form.get("back"))) else None
    )
    if back:
        return redirect(url_for(".hotel", slug=slug, hotel_id=back))
    return redirect(url_for(".hotels", slug=slug))


@bp.get("/hotels/pairs")
@requires(Right.MANAGE)
def pairs(slug: str) -> ResponseReturnValue:
    """Who could share a twin: proposed, decided by the office after asking."""
    week = week_at(slug)
    alone = nights.alone_in_twins(week)
    found = rooming.pairs(alone)
    proposed = {key for pair in found for key in pair}
    rest = [one.key for one in alone if one.key not in proposed]
    shown = [*chain(*found[:MOST_PAIRS]), *rest[:MOST_SHOWN]]
    guests = {
        one.registration.id: one
        for one in nights.guests_of(week, Stay.registration_id.in_(shown))
    }
    return render_template(
        "arrivals/pairs.html",
        week=week,
        pairs=[(guests[one], guests[other]) for one, other in found[:MOST_PAIRS]],
        total=len(found),
        rest=[guests[key] for key in rest[:MOST_SHOWN]],
        others=len(rest),
    )


@bp.post("/hotels/pairs")
@requires(Right.MANAGE)
def share(slug: str) -> ResponseReturnValue:
    """Let two share a room, or take a pair apart."""
    week = week_at(slug)
    stays = [get_or_404(Stay, key) for key in queries.stays_in(week, _people())]
    try:
        if request.form.get("do") == "apart":
            for stay in stays[:1]:
                service.take_apart(stay)
        elif len(stays) == 2:  # noqa: PLR2004 - a pair
            service.share_room(*stays)
        else:
            flash(_("Tick two people."), "error")
            return redirect(url_for(".pairs", slug=slug))
    except (NotOneTwin, TakenByAPair) as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Saved."))
    return redirect(url_for(".pairs", slug=slug))


@bp.get("/hotels/<uuid:hotel_id>")
@requires(Right.MANAGE)
def hotel(slug: str, hotel_id: UUID) -> ResponseReturnValue:
    """The rooming list of a hotel, with what changed since it was sent."""
    week = week_at(slug)
    found = _hotel(week, hotel_id)
    rows, page = _rows(found), page_number()
    begin = (page - 1) * MOST_SHOWN
    return render_template(
        "arrivals/hotel.html",
        week=week,
        hotel=found,
        rows=rows[begin : begin + MOST_SHOWN],
        total=len(rows),
        page=page,
        size=MOST_SHOWN,
        pages=neighbours(page, has_more=begin + MOST_SHOWN < len(rows)),
        sent=rooming.last_list(found),
        changes=sum(row.mark != rooming.Mark.SAME for row in rows),
        others=[one for one in queries.hotels_of(week) if one.id != found.id],
    )


@bp.post("/hotels/<uuid:hotel_id>.<any(pdf, csv, xlsx):form>")
@requires(Right.MANAGE)
def rooming_list(slug: str, hotel_id: UUID, form: str) -> ResponseReturnValue:
    """The list to print, or for a spreadsheet; the journal keeps who took it."""
    found, by = _hotel(week_at(slug), hotel_id), signed_in()
    rows = _rows(found)
    name = f"rooming-{slug}-{str(found.id)[:8]}.{form}"
    head, lines = rooming_sheet.table_head(), rooming_sheet.table_rows(rows)
    note_taken("hotel.exported", name, len(rows), by=by, week_id=found.week_id)
    if form == "csv":
        return csv_answer(name, [head, *lines])
    if form == "xlsx":
        response = Response(workbook([(_("Rooming list"), head, lines)]), mimetype=XLSX)
    else:
        sent = rooming.last_list(found)
        octets = rooming_sheet.pdf(found, rows, sent, clock.now())
        response = Response(octets, mimetype=PDF)
    place = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{place}; filename="{name}"'
    return response


@bp.post("/hotels/<uuid:hotel_id>/sent")
@requires(Right.MANAGE)
def send_list(slug: str, hotel_id: UUID) -> ResponseReturnValue:
    """Keep that the list as it stands now went to the hotel."""
    found = _hotel(week_at(slug), hotel_id)
    try:
        service.send_list(found, _rows(found), by=signed_in())
    except NobodyToSend as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Kept. From now on, changes to this list are marked."))
    return redirect(url_for(".hotel", slug=slug, hotel_id=hotel_id))


def _form(week: Week, before: Hotel | None) -> ResponseReturnValue:
    form = HotelForm().offer(week)
    if form.validate_on_submit():
        service.keep_hotel(week, form.entry(before), before, by=signed_in())
        flash(_("The hotel is saved."))
        return redirect(url_for(".hotels", slug=week.slug))
    if request.method == "GET" and before:
        form.show(before)
    page = render_template(
        "arrivals/edit_hotel.html", week=week, form=form, hotel=before
    )
    return page, form.status


def _rows(found: Hotel) -> list[Row]:
    guests = nights.guests_of(found.week, Stay.hotel_id == found.id)
    keys = [one.registration.id for one in guests]
    return rooming.rows_of(found, guests, travellers_among(keys, Direction.ARRIVAL))


def _rooms(
    blocks: Sequence[Block], hotel_id: UUID | None
) -> Mapping[tuple[date, RoomType], int]:
    here = [block for block in blocks if block.hotel_id == hotel_id]
    return nights.rooms_by_night(here)


def _hotel(week: Week, key: UUID) -> Hotel:
    found = get_or_404(Hotel, key)
    return found if found.week_id == week.id else abort(404)


def _people() -> list[UUID]:
    typed = request.form.getlist("person")[:MOST_AT_ONCE]
    return [key for key in map(as_uuid, typed) if key is not None]
