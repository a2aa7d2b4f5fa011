"""A partner's calendar: its address, what it holds, what has changed there since."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import config
from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.vocabulary import Right
from eventapp.exchange import queries
from eventapp.exchange.asking.addresses import meant, told
from eventapp.exchange.asking.fetching import Marks, fetch
from eventapp.exchange.comparing import Compared, Since, compared
from eventapp.exchange.event_rows import fitting_key
from eventapp.exchange.files import frame_of, read_alone
from eventapp.exchange.forms.calendars import AddressForm, ChosenForm
from eventapp.exchange.forms.files import FileForm
from eventapp.exchange.guessing import guessed
from eventapp.exchange.models import CalendarSource, ImportFile
from eventapp.exchange.office import bp
from eventapp.exchange.opening import read_open
from eventapp.exchange.previewing import preview_of
from eventapp.exchange.proposals import State
from eventapp.exchange.seeing import (
    Seen,
    languages_in,
    often,
    seen_in,
)
from eventapp.exchange.service.importing import (
    choose,
    discard,
    keep_file,
    mapped_tables,
)
from eventapp.exchange.service.sources import (
    forget_gone,
    forget_source,
    may_ask,
    note_answer,
    note_planned,
    note_unchanged,
)
from eventapp.kernel.db import writing
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, planned_events
from eventapp.spreadsheets.errors import FileRefused
from eventapp.web.forms import UNPROCESSABLE


@bp.route("/<slug>/exchange/calendars", methods=["GET", "POST"])
@requires(Right.PLAN)
def calendars(slug: str) -> ResponseReturnValue:
    """Where a partner's calendar is put in; those that were, and what they say now."""
    week = week_at(slug)
    form = AddressForm()
    if form.validate_on_submit():
        try:
            return _ask(week, meant(form.address.data or ""))
        except (FileRefused, TooManyAttempts) as refusal:
            form.address.errors = [str(refusal)]
            week = week_at(slug)
    sources = queries.sources_of(week)
    page = render_template(
        "exchange/calendars.html",
        week=week,
        form=form,
        file_form=FileForm(formdata=None),
        sources=[(one, told(one.address), _counts(one)) for one in sources],
        since=Since,
    )
    return page, form.status


@bp.post("/<slug>/exchange/calendars/<uuid:source_id>/ask")
@requires(Right.PLAN)
def ask_again(slug: str, source_id: UUID) -> ResponseReturnValue:
    """Ask an address again; nothing of ours changes."""
    week, source = _source(slug, source_id)
    try:
        return _ask(week, source.address)
    except (FileRefused, TooManyAttempts) as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".calendars", slug=slug))


@bp.post("/<slug>/exchange/calendars/<uuid:source_id>/forget")
@requires(Right.PLAN)
def forget_calendar(slug: str, source_id: UUID) -> ResponseReturnValue:
    """Forget an address; what was taken over from it stays."""
    _week, source = _source(slug, source_id)
    forget_source(source, by=signed_in())
    flash(_("The address is forgotten. Its events stay in your plan."))
    return redirect(url_for(".calendars", slug=slug))


@bp.post("/<slug>/exchange/calendars/<uuid:source_id>/gone")
@requires(Right.PLAN)
def settle_gone(slug: str, source_id: UUID) -> ResponseReturnValue:
    """Stop telling of events that have left this calendar."""
    _week, source = _source(slug, source_id)
    forget_gone(source, source.settled)
    flash(_("Noted. Events that are gone are not told again."))
    return redirect(url_for(".calendars", slug=slug))


@bp.route("/<slug>/exchange/<uuid:import_id>/calendar", methods=["GET", "POST"])
@requires(Right.PLAN)
def calendar(slug: str, import_id: UUID) -> ResponseReturnValue:
    """What a calendar holds, event by event; choosing which ones are wanted."""
    week, file, content = read_open(slug, import_id)
    holding = content.holding
    if holding is None:
        return redirect(url_for(".columns", slug=slug, import_id=import_id))
    form = ChosenForm()
    numbers = [one.number for one in holding.held]
    if form.validate_on_submit() and form.check(numbers):
        rows = form.chosen(numbers)
        venues = form.creates_venues.data
        choose(file, {**file.choices, "rows": rows, "creates_venues": venues})
        return redirect(url_for(".preview", slug=slug, import_id=file.id))
    if not form.is_submitted():
        form.creates_venues.data = bool(file.choices.get("creates_venues"))
    preview = preview_of(
        week,
        mapped_tables(content, file.choices | {"rows": None}),
        creates_venues=True,
    )
    source, since = _since(week, file)
    planned = planned_events(week)
    seen = seen_in(week, holding, preview, planned, since)
    common = often(seen)
    page = render_template(
        "exchange/calendar.html",
        week=week,
        file=file,
        form=form,
        holding=holding,
        seen=seen,
        chosen=_ticked(form, file, seen),
        often=common,
        told_above={one.finding for one in common if not one.finding.is_serious},
        titles=languages_in(holding, week.languages),
        source=source,
        told_address=told(source.address) if source else None,
        gone=_gone(since or {}, planned),
        is_settled=all(one.state is State.UNCHANGED for one in seen),
    )
    return page, UNPROCESSABLE if form.errors else 200


def _ask(week: Week, address: str) -> ResponseReturnValue:
    """Ask while nothing is held, then keep the answer for the import.

    Raises:
        FileRefused: the address gives no calendar.
        TooManyAttempts: this account asked again and again.
    """
    slug, week_id, frame = week.slug, week.id, frame_of(week)
    by_id = signed_in().id
    known = queries.source_at(week, address)
    waiting = queries.waiting_from(week, known.id) if known else None
    marks = Marks(known.etag, known.modified) if known and waiting else None
    with writing():
        may_ask(by_id)
    answer = fetch(address, allowed=config.current().calendar_hosts, known=marks)
    content = read_alone(answer.content, frame) if answer.content is not None else None
    week = week_at(slug)
    if content is None:
        source = queries.source_at(week, address)
        file = queries.waiting_from(week, source.id) if source else None
        if week.id != week_id or source is None or file is None:
            abort(404)
        note_unchanged(source)
        flash(_("The calendar has not changed since you last asked."), "info")
        return redirect(url_for(".calendar", slug=slug, import_id=file.id))
    by = signed_in()
    source = note_answer(week, address, content, answer.marks, by=by)
    choices = guessed(week, content) | {"source": str(source.id)}
    name = source.name or told(address)
    old = queries.waiting_from(week, source.id)
    if old is not None:
        discard(old)
    file = keep_file(week, name, answer.content or b"", choices, by=by)
    note_planned(source, preview_of(week, mapped_tables(content, choices)))
    flash(_("This is what the calendar holds. Nothing is imported yet."), "info")
    return redirect(url_for(".calendar", slug=slug, import_id=file.id))


def _source(slug: str, source_id: UUID) -> tuple[Week, CalendarSource]:
    week = week_at(slug)
    return week, queries.source_of(week, source_id) or abort(404)


def _since(
    week: Week, file: ImportFile
) -> tuple[CalendarSource | None, Mapping[str, Compared] | None]:
    """Where a file comes from, and what has changed there since it was taken over."""
    key = file.choices.get("source")
    source = queries.source_of(week, UUID(key)) if key else None
    if source is None or not source.settled:
        return source, None
    found = compared(source.settled, source.held)
    if source.settled_at is None:  # files brought what is planned of it
        found = {mark: one for mark, one in found.items() if one.since is Since.GONE}
    return source, found


def _counts(source: CalendarSource) -> dict[Since, int]:
    found = compared(source.settled, source.held).values()
    return {kind: sum(one.since is kind for one in found) for kind in Since}


def _ticked(form: ChosenForm, file: ImportFile, seen: Sequence[Seen]) -> set[int]:
    """The rows whose boxes are ticked: as sent, as chosen before, as we offer."""
    if form.is_submitted():
        return set(form.chosen(one.held.number for one in seen))
    before = file.choices.get("rows")
    if before is not None:
        return set(before)
    return {one.held.number for one in seen if one.is_offered}


def _gone(
    since: Mapping[str, Compared], planned: Sequence[PlannedEvent]
) -> list[tuple[Compared, PlannedEvent | None]]:
    """What has left the calendar, with our event where it still takes place."""
    ours = {one.event.key: one for one in planned if not one.is_cancelled}
    return [
        (one, ours.get(fitting_key(one.mark)))
        for one in since.values()
        if one.since is Since.GONE
    ]
