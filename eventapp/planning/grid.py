"""The programme as a grid of rooms by time: moved there, watched, undone."""

import gzip
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import (
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.journal.queries import entries_about
from eventapp.kernel import clock
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import day_in_words
from eventapp.planning.board import Board, Card, as_json, board_of, days_of, tag_of
from eventapp.planning.errors import NotAMove
from eventapp.planning.forms.move import MoveForm
from eventapp.planning.office import bp
from eventapp.planning.service import moving
from eventapp.programme.access import event_at, week_at
from eventapp.programme.errors import EventChangedMeanwhile
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import plan_revision_of
from eventapp.programme.queries import venues_of
from eventapp.web.errors import wants_json
from eventapp.web.filters import listing

PACK_LEVEL = 4  # quick: each answer is packed once


@bp.get("/<slug>/plan")
@requires(Right.READ)
def grid(slug: str) -> ResponseReturnValue:
    """The grid of one day; without script a list that says the same."""
    week = week_at(slug)
    board = board_of(week)
    chosen = _card(board, request.args.get("move", ""))
    shown = chosen or _card(board, request.args.get("event", ""))
    day = _day(week, board, shown)
    form = MoveForm().offer(week, venues_of(week)).show(chosen) if chosen else None
    return _page(week, board, day, (chosen, form))


@bp.get("/<slug>/plan/board")
@requires(Right.READ)
def board(slug: str) -> ResponseReturnValue:
    """The cards of all days for the script; 304 while nobody plans anything."""
    revision = plan_revision_of(slug)
    if revision is None:
        abort(404)
    if request.if_none_match.contains_weak(tag_of(revision)):
        unchanged = Response(status=HTTPStatus.NOT_MODIFIED)
        unchanged.set_etag(tag_of(revision), weak=True)
        return unchanged
    found = board_of(week_at(slug))
    response = _told(as_json(found))
    response.set_etag(tag_of(found.revision), weak=True)
    return response


@bp.post("/<slug>/plan/<uuid:event_id>")
@requires(Right.PLAN)
def move(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Put an event elsewhere on the grid, or off it."""
    week = week_at(slug)
    event = event_at(week, event_id)
    form = MoveForm().offer(week, venues_of(week))
    if not form.validate_on_submit():
        return _refused(week, event_id, form, form.sentences)
    wish, seen = form.move(), form.seen_version
    try:
        moved = moving.move(event, wish, seen_version=seen, by=signed_in())
    except EventChangedMeanwhile:
        found = board_of(week)
        now = _card(found, str(event_id)) or abort(404)
        form.version.data, form.version.raw_data = str(now.version), None
        said = _stands_now(found, now)
        return _refused(week, event_id, form, said, HTTPStatus.CONFLICT)
    except Refusal as refusal:
        status = HTTPStatus(refusal.status)
        return _refused(week, event_id, form, str(refusal), status)
    found = board_of(week)
    said = _said(found, event_id, len(moved))
    if wants_json():
        before = found.revision - len(moved)
        return _told(as_json(found, moved) | {"before": before, "said": said})
    flash(said)
    return redirect(_address(week, request.form.get("day", "")))


@bp.post("/<slug>/plan/undo")
@requires(Right.PLAN)
def undo(slug: str) -> ResponseReturnValue:
    """Take back what this organiser moved last."""
    week = week_at(slug)
    try:
        undone = moving.undo_step(week, by=signed_in())
    except NotAMove as refusal:
        return _not_a_move(week, refusal)
    said = _("Undone: %(events)s.", events=listing(map(str, undone.titles)))
    if wants_json():
        facts = as_json(board_of(week), undone.changed)
        before = facts["revision"] - len(undone.titles)
        gone = [str(key) for key in undone.gone]
        return _told(facts | {"before": before, "said": said, "gone": gone})
    flash(said)
    return redirect(_address(week, request.form.get("day", "")))


def _not_a_move(week: Week, refusal: NotAMove) -> ResponseReturnValue:
    """What was done last instead, and the way to the page where it was done."""
    href = url_for(".edit_event", slug=week.slug, event_id=refusal.event_id)
    status = HTTPStatus(refusal.status)
    if wants_json():
        error = {"code": status, "sentence": str(refusal), "reference": ""}
        key = str(refusal.event_id)
        return _told({"error": error, "event": key, "href": href}), status
    board = board_of(week)
    day = _day(week, board, wanted=request.form.get("day", ""))
    return _page(week, board, day, unlike=(str(refusal), href)), status


def _address(week: Week, day: str) -> str:
    """The grid of a day, or its list where that was chosen."""
    view = request.args.get("view")
    return url_for(".grid", slug=week.slug, day=day or None, view=view)


def _told(facts: dict[str, Any]) -> Response:
    """An answer to the script of the page, packed: the clashes of a week are long."""
    response = jsonify(facts)
    response.vary.add("Accept-Encoding")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(response.get_data(), PACK_LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response


def _page(
    week: Week,
    board: Board,
    day: date,
    chosen: tuple[Card | None, MoveForm | None] = (None, None),
    unlike: tuple[str, str] | None = None,
) -> str:
    """The page; `unlike` says why the latest step is not undone, and where it is."""
    today = clock.now().astimezone(week.tzinfo).date()
    days: list[dict[str, Any]] = [
        {
            "date": one,
            "href": _address(week, one.isoformat()),
            "current": one == day,
            "today": one == today,
        }
        for one in days_of(week, board)
    ]
    return render_template(
        "planning/grid.html",
        week=week,
        board=board,
        day=day,
        days=days,
        clashes=url_for(".clashes", slug=week.slug),
        releases=url_for(".releases", slug=week.slug),
        chosen=chosen[0],
        form=chosen[1],
        unlike=unlike,
        wholes={card.parent for card in board.cards},
    )


def _refused(
    week: Week,
    event_id: UUID,
    form: MoveForm,
    sentence: str,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> ResponseReturnValue:
    """Why it was not moved, and where it stands now."""
    found = board_of(week)
    if wants_json():
        error = {"code": status, "sentence": sentence, "reference": ""}
        return _told(as_json(found, [event_id]) | {"error": error}), status
    if not form.errors:
        form.form_errors.append(sentence)
    chosen = _card(found, str(event_id))
    return _page(week, found, _day(week, found, chosen), (chosen, form)), status


def _day(
    week: Week, board: Board, chosen: Card | None = None, wanted: str = ""
) -> date:
    """The day that was asked for, else that of the card, else today, else the first."""
    days = days_of(week, board)
    texts = [one.isoformat() for one in days]
    today = clock.now().astimezone(week.tzinfo).date().isoformat()
    asked = wanted or request.args.get("day", "")
    wishes = (asked, chosen.day if chosen else "", today)
    return next((days[texts.index(one)] for one in wishes if one in texts), days[0])


def _card(board: Board, key: str) -> Card | None:
    return next((card for card in board.cards if card.id == key), None)


def _said(board: Board, event_id: UUID, moved: int) -> str:
    """What was saved: title, hour and room."""
    card = _card(board, str(event_id)) or abort(404)
    if not moved:
        return _("Nothing was changed.")
    if moved == 1:
        return _(
            "Saved: %(event)s, %(place)s.", event=card.title, place=_place(board, card)
        )
    return ngettext(
        "Saved: %(event)s, %(place)s, and %(num)d part with it.",
        "Saved: %(event)s, %(place)s, and %(num)d parts with it.",
        moved - 1,
        event=card.title,
        place=_place(board, card),
    )


def _stands_now(board: Board, card: Card) -> str:
    """Who changed it meanwhile, and where it stands."""
    latest = next(iter(entries_about(UUID(card.id))), None)
    name = card.by or (latest.actor if latest else "")
    place = _place(board, card)
    if not name:
        return _(
            "Somebody changed “%(event)s” meanwhile. It stands now: %(place)s.",
            event=card.title,
            place=place,
        )
    return _(
        "%(name)s changed “%(event)s” meanwhile. It stands now: %(place)s.",
        name=name,
        event=card.title,
        place=place,
    )


def _place(board: Board, card: Card) -> str:
    """The day, the hours and the room of a card, in words."""
    if not card.day:
        return _("no time yet")
    room = next((one.name for one in board.rooms if one.id == card.venue), "")
    begins, ends = divmod(card.starts, 60), divmod(card.ends % (24 * 60), 60)
    day = day_in_words(datetime.fromisoformat(card.day).date())
    return _(
        "%(day)s, %(begins)s to %(ends)s, %(room)s",
        day=day,
        begins="{:02}:{:02}".format(*begins),
        ends="{:02}:{:02}".format(*ends),
        room=room or _("no venue"),
    )
