"""Who is on duty at a desk: somebody who signed in, or a device that was set up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from flask import (
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select

from eventapp.accounts.access import (
    current_account,
    held_up,
    may,
    may_somewhere,
    refuse,
    weeks_with,
    works_in_single_weeks,
)
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.accounts.ways import Entrance
from eventapp.checkin.models.desks import Desk, Device
from eventapp.checkin.pace import is_too_fast
from eventapp.checkin.queries.devices import bearer, device_by_credential
from eventapp.checkin.vocabulary import DeskRole
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.lately import Lately
from eventapp.kernel.tokens import digest
from eventapp.programme.access import week_at
from eventapp.programme.models.events import Event
from eventapp.web.audience import for_audience
from eventapp.web.cookies import name_of
from eventapp.web.errors import wants_json

COOKIE = "desk"
KNOWN_SECONDS = 1.0
GONE = 410
INCLUDED = {
    DeskRole.SUPERVISOR: frozenset(DeskRole),
    DeskRole.REGISTRATION: frozenset(
        {DeskRole.REGISTRATION, DeskRole.COACH, DeskRole.STEWARD, DeskRole.KIOSK}
    ),
    DeskRole.COACH: frozenset({DeskRole.COACH, DeskRole.STEWARD, DeskRole.KIOSK}),
    DeskRole.STEWARD: frozenset({DeskRole.STEWARD, DeskRole.KIOSK}),
    DeskRole.KIOSK: frozenset({DeskRole.KIOSK}),  # the least that all may do
}
# What an account must be; a device is judged by its own role.
AT_A_DESK = Entrance(Right.CHECK_IN, in_some_week=True, for_devices=True)
ENTRANCES = {
    DeskRole.SUPERVISOR: Entrance(Right.SUPERVISE, in_some_week=True, for_devices=True)
}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Duty:
    """Who acts at a desk, and what they may do.

    An account acts in the weeks in which it works at desks: who supervises there as a
    supervisor, all others as a registration desk. A device acts in its own week, and
    at its own desk if it was given one.
    """

    role: DeskRole
    name: str
    account_id: UUID | None = None
    device_id: UUID | None = None
    week_id: UUID | None = None  # None: those of `weeks`
    weeks: frozenset[UUID] | None = None  # None: any
    desk_id: UUID | None = None  # None: any
    device_name: str | None = None

    def may(self, role: DeskRole) -> bool:
        """Whether this duty includes what `role` may do."""
        return role in INCLUDED[self.role]

    def serves(self, desk_id: UUID, week_id: UUID) -> bool:
        """Whether it may act at this desk of this week."""
        return self.works_in(week_id) and self.desk_id in {None, desk_id}

    def works_in(self, week_id: UUID) -> bool:
        """Whether it may act in this week."""
        if self.week_id is not None:
            return self.week_id == week_id
        return self.weeks is None or week_id in self.weeks


_known: Lately[str, Duty] = Lately(KNOWN_SECONDS)
_weeks: Lately[UUID, UUID] = Lately(KNOWN_SECONDS)  # of desks and of events


def at_desk(role: DeskRole) -> Callable[[View], View]:
    """Only whoever is on duty, and may do what `role` may, sees the view.

    Somebody who signed in comes before the device. Whoever is neither is led to the
    sign-in page, or answered 401.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
            duty = present_duty()
            if duty is None:
                if current_account() is not None:
                    refuse(Right.CHECK_IN)
                return _ask_to_sign_in()
            if not duty.may(role):
                refuse(Right.SUPERVISE)
            if request.method == "POST" and is_too_fast(
                duty.device_id or duty.account_id
            ):
                abort(429)
            stopped = held_up() if duty.account_id else None
            return stopped or view(*args, **kwargs)

        guarded.__entrance__ = ENTRANCES.get(role, AT_A_DESK)  # type: ignore[attr-defined]  # a mark on it
        return for_audience(cast("View", guarded), f"desk:{role.value}")

    return guard


def as_device(view: View) -> View:
    """Only a browser that was set up as a device sees the view; also one that ended."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
        return view(*args, **kwargs) if _device() else _ask_to_sign_in()

    return for_audience(cast("View", guarded), "device")


def own_device() -> Device:
    """The device that this browser is, ended or not; only for views that require it."""
    return _device() or abort(401)


def present_duty() -> Duty | None:
    """Who is on duty in this request, if anybody."""
    if "duty" not in g:
        account = current_account()
        token = request.cookies.get(name_of(COOKIE))
        if account is not None and may_somewhere(Right.CHECK_IN):
            g.duty = _of_account(account)
        elif token:
            g.duty = _of_device(token)
        else:
            g.duty = None
    duty: Duty | None = g.duty
    return duty


def on_duty() -> Duty:
    """Who is on duty; only for views that require it."""
    return present_duty() or abort(401)


def keep_credential(response: Response, token: str, seconds: int) -> None:
    """Let this browser act as the device of `token` for so long."""
    response.set_cookie(
        name_of(COOKIE),
        token,
        max_age=seconds,
        secure=current().is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_credential(response: Response) -> None:
    """Let this browser be no device any more."""
    response.delete_cookie(
        name_of(COOKIE), secure=current().is_secure, httponly=True, samesite="Lax"
    )


def forget() -> None:
    """Ask the database again which devices may act; others know within a second."""
    _known.forget()
    _weeks.forget()


def _device() -> Device | None:
    token = request.cookies.get(name_of(COOKIE))
    device = device_by_credential(digest(token)) if token else None
    return device if device and device.set_up_at else None


def _of_account(account: Account) -> Duty:
    week_id = _week_asked() if works_in_single_weeks() else None
    if week_id is not None and not may(Right.CHECK_IN, week_id):
        refuse(Right.CHECK_IN)
    weeks, supervises = weeks_with(Right.CHECK_IN), may(Right.SUPERVISE, week_id)
    return Duty(
        DeskRole.SUPERVISOR if supervises else DeskRole.REGISTRATION,
        account.name,
        account_id=account.id,
        week_id=None if weeks is None else week_id,
        weeks=weeks,
    )


def _week_asked() -> UUID | None:
    """The week that the address names: by itself, by its desk or by its event.

    Only whoever works in single weeks is asked; desks do not move to another week.
    """
    named = request.view_args or {}
    if slug := named.get("slug"):
        return week_at(slug).id
    for name, owner in (("desk_id", Desk), ("event_id", Event)):
        if key := named.get(name):
            return _week_of(owner, key)
    return None


def _week_of(owner: type[Desk | Event], key: UUID) -> UUID | None:
    known = _weeks.get(key)
    if known is None:
        known = db.session.scalar(select(owner.week_id).where(owner.id == key))
        if known is None:
            abort(404)
        _weeks.keep(key, known)
    return known


def _of_device(token: str) -> Duty | None:
    known = _known.get(token)
    if known is not None:
        return known
    device = bearer(digest(token))
    if device is None:
        return None
    if not device.is_valid(clock.now()):
        _tell_gone()
    duty = Duty(
        device.role,
        device.steward_name or device.name,
        device_id=device.id,
        week_id=device.week_id,
        desk_id=device.desk_id,
        device_name=device.name,
    )
    _known.keep(token, duty)
    return duty


def _tell_gone() -> NoReturn:
    """Let a device know that it may act no more, and has to forget."""
    if wants_json():
        abort(GONE)
    device = own_device()
    g.zone = device.week.tzinfo
    page = render_template("checkin/device_ended.html", week=device.week, device=device)
    abort(make_response(page, GONE))


def _ask_to_sign_in() -> Any:  # noqa: ANN401 - a response of flask
    g.pop("zone", None)
    if wants_json():
        abort(401)
    address = request.full_path if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=address))
