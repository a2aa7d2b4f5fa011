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

from eventapp.accounts.access import current_account, may
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.checkin.models.desks import Device
from eventapp.checkin.pace import is_too_fast
from eventapp.checkin.queries.devices import bearer, device_by_credential
from eventapp.checkin.vocabulary import DeskRole
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.lately import Lately
from eventapp.kernel.tokens import digest
from eventapp.web.audience import for_audience
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

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Duty:
    """Who acts at a desk, and what they may do.

    An organiser's account acts as a supervisor, a steward's as a registration desk.
    A device acts in its own week, and at its own desk if it was given one.
    """

    role: DeskRole
    name: str
    account_id: UUID | None = None
    device_id: UUID | None = None
    week_id: UUID | None = None  # None: any
    desk_id: UUID | None = None  # None: any
    device_name: str | None = None

    def may(self, role: DeskRole) -> bool:
        """Whether this duty includes what `role` may do."""
        return role in INCLUDED[self.role]

    def serves(self, desk_id: UUID, week_id: UUID) -> bool:
        """Whether it may act at this desk of this week."""
        return self.week_id in {None, week_id} and self.desk_id in {None, desk_id}


_known: Lately[str, Duty] = Lately(KNOWN_SECONDS)


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
                return _ask_to_sign_in()
            if not duty.may(role):
                abort(403)
            if request.method == "POST" and is_too_fast(
                duty.device_id or duty.account_id
            ):
                abort(429)
            return view(*args, **kwargs)

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
        token = request.cookies.get(COOKIE)
        if account is not None:
            g.duty = _of_account(account)
        else:
            g.duty = _of_device(token) if token else None
    duty: Duty | None = g.duty
    return duty


def on_duty() -> Duty:
    """Who is on duty; only for views that require it."""
    return present_duty() or abort(401)


def keep_credential(response: Response, token: str, seconds: int) -> None:
    """Let this browser act as the device of `token` for so long."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        secure=current().is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_credential(response: Response) -> None:
    """Let this browser be no device any more."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")


def forget() -> None:
    """Ask the database again which devices may act; others know within a second."""
    _known.forget()


def _device() -> Device | None:
    token = request.cookies.get(COOKIE)
    device = device_by_credential(digest(token)) if token else None
    return device if device and device.set_up_at else None


def _of_account(account: Account) -> Duty:
    supervises = may(Right.SUPERVISE)
    role = DeskRole.SUPERVISOR if supervises else DeskRole.REGISTRATION
    return Duty(role, account.name, account_id=account.id)


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
