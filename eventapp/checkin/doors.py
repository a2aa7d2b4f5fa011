"""The doors of a week's events, for who supervises: what each does, and its rule."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.forms_of_doors import RuleForm
from eventapp.checkin.judging import NO_RULE, Room
from eventapp.checkin.models.desks import Desk, DoorRule
from eventapp.checkin.post import bp, supervised
from eventapp.checkin.queries import desks as known
from eventapp.checkin.queries import rules, scans
from eventapp.checkin.queries.desk_people import delegations_of
from eventapp.checkin.queries.reach import Reach, reach
from eventapp.checkin.service.rules import RulePlan, drop_rule, plan_of, set_rule
from eventapp.checkin.vocabulary import DeskKind, DeskRole
from eventapp.checkin.words_of_doors import limit_lines, rule_lines, state_line
from eventapp.kernel import clock
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.forms import as_uuid

ADDRESS = "/weeks/<slug>/doors/<uuid:event_id>"


@dataclass(frozen=True)
class Door:
    """One desk at an event, or all that have no rule of their own."""

    desk: Desk | None
    is_own: bool
    lines: tuple[str, ...]
    state: tuple[str, str]  # a tone, and a word
    reach: Reach | None = None  # how many it lets in; None: as all doors


@dataclass(frozen=True)
class Doors:
    """The doors of one event."""

    event: Event
    general: Door
    limits: tuple[str, ...]
    own: int  # desks with a rule of their own


@bp.get("/weeks/<slug>/doors")
@at_desk(DeskRole.SUPERVISOR)
def doors(slug: str) -> ResponseReturnValue:
    """What the doors of each event do."""
    week, now = supervised(slug), clock.now()
    of_week = rules.rules_of_week(week.id)
    titles = _titles(week)
    found = []
    for event in programme.events_of(week):
        mine = [one for one in of_week if one.event_id == event.id]
        general = next((one for one in mine if one.desk_id is None), None)
        own = sum(one.desk_id is not None for one in mine)
        door = _door(event, None, general, titles, now)
        limits = limit_lines(_room(event, general)) if general else []
        found.append(Doors(event, door, tuple(limits), own))
    return render_template("checkin/doors.html", week=week, doors=found)


@bp.get(ADDRESS)
@at_desk(DeskRole.SUPERVISOR)
def doors_of_event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """What each door of one event does now."""
    week, now = supervised(slug), clock.now()
    event = _event(week, event_id)
    of_event = rules.rules_of(event.id)
    titles = _titles(week)
    general = next((one for one in of_event if one.desk_id is None), None)
    own = {one.desk_id: one for one in of_event if one.desk_id}
    plans = [plan_of(general) if general else NO_RULE, *map(plan_of, own.values())]
    let_in = dict(zip([None, *own], reach(event, plans, now), strict=True))
    return render_template(
        "checkin/doors_of_event.html",
        week=week,
        event=event,
        general=replace(_door(event, None, general, titles, now), reach=let_in[None]),
        has_general=general is not None,
        doors=[
            replace(
                _door(event, desk, own.get(desk.id), titles, now, general),
                reach=let_in.get(desk.id),
            )
            for desk in known.desks_of(week)
            if desk.kind is not DeskKind.COACH or desk.id in own
        ],
        limits=limit_lines(_room(event, general)),
        inside=scans.inside(event.id),
    )


@bp.route(f"{ADDRESS}/rule", methods=["GET", "POST"])
@at_desk(DeskRole.SUPERVISOR)
def edit_rule(slug: str, event_id: UUID) -> ResponseReturnValue:
    """The rule of all doors, or of the desk that the address names."""
    week, duty = supervised(slug), on_duty()
    event, desk = _event(week, event_id), _desk(week)
    rule = rules.rule_of(event.id, desk.id if desk else None)
    plan = plan_of(rule) if rule else RulePlan()
    shut_out = None
    form = RuleForm().offer(event, delegations_of(week.id), plan)
    if desk is not None:
        del form.most_inside, form.warn_inside
    if form.validate_on_submit():
        shut_out = _nobody(event, form)
    if form.is_submitted() and not form.errors and not shut_out:
        set_rule(event, desk, form.plan(), by=duty.name, by_id=duty.account_id)
        flash(_("The rule is in force at once."))
        return redirect(url_for(".doors_of_event", slug=slug, event_id=event.id))
    if request.method == "GET":
        form.show(plan)
    page = render_template(
        "checkin/edit_rule.html",
        week=week,
        event=event,
        desk=desk,
        form=form,
        shut_out=shut_out,
        now_lets=reach(event, [plan], clock.now())[0],
    )
    return page, 422 if shut_out else form.status


@bp.post(f"{ADDRESS}/rule/drop")
@at_desk(DeskRole.SUPERVISOR)
def drop_door_rule(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Take a rule away."""
    week, duty = supervised(slug), on_duty()
    event = _event(week, event_id)
    drop_rule(event, _desk(week), by=duty.name, by_id=duty.account_id)
    flash(_("The rule is gone."))
    return redirect(url_for(".doors_of_event", slug=slug, event_id=event.id))


def _nobody(event: Event, form: RuleForm) -> Reach | None:
    """What the door would do, if it refused everybody and nobody said it is meant."""
    if form.anyway.data:
        return None
    found = reach(event, [form.plan()], clock.now())[0]
    return found if found.is_nobody else None


def _door(  # noqa: PLR0913, PLR0917 - a door has these
    event: Event,
    desk: Desk | None,
    rule: DoorRule | None,
    titles: dict[str, str],
    now: datetime,
    general: DoorRule | None = None,
) -> Door:
    lines = rule_lines(event, rule, titles) if rule or desk is None else []
    return Door(
        desk, rule is not None, tuple(lines), state_line(event, rule or general, now)
    )


def _room(event: Event, general: DoorRule | None) -> Room:
    if general is None:
        return Room(0, event.capacity)
    return Room(0, event.capacity, general.most_inside, general.warn_inside)


def _titles(week: Week) -> dict[str, str]:
    return {str(one.id): one.title for one in delegations_of(week.id)}


def _event(week: Week, key: UUID) -> Event:
    return programme.event(week, key) or abort(404)


def _desk(week: Week) -> Desk | None:
    """The desk that an address names, if it names one."""
    named = request.args.get("desk")
    if not named:
        return None
    desk = known.desk(as_uuid(named) or abort(404))
    return desk if desk and desk.week_id == week.id else abort(404)
