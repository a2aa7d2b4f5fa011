"""Who is signed in, and which views are open to them."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, redirect, request, url_for

from eventapp.accounts import visitors
from eventapp.accounts.errors import NotYours
from eventapp.accounts.homes import Home, homes_of
from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.service import sessions
from eventapp.accounts.visitors import let_out, present_visitor
from eventapp.accounts.vocabulary import Right, Standing
from eventapp.accounts.ways import Entrance, asked_at
from eventapp.accounts.words import right_sentence
from eventapp.kernel import clock
from eventapp.web.audience import for_audience
from eventapp.web.errors import came_from_page, wants_json

FRESH = timedelta(minutes=15)
NOWHERE = "programme.weeks"  # for whoever has no role yet

View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Let flask-login find our accounts, and templates ask what is open to them."""
    visitors.init_app(app)
    app.jinja_env.globals |= {"may_go": may_go, "own_homes": own_homes}


def requires(
    right: Right,
    *,
    to_change: Right | None = None,
    in_some_week: bool = False,
    everywhere: bool = False,
) -> Callable[[View], View]:
    """Only accounts with `right` in the week of the address may see the view.

    Whoever sends it a form needs the right `to_change`, where that is another one.
    Where the address names no week, the right must reach all weeks, or with
    `in_some_week` one of them; with `everywhere` all weeks, whichever it names.
    """
    entrance = Entrance(right, to_change, in_some_week, everywhere)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
            standing = current_standing()
            if standing is None:
                return _ask_to_sign_in()
            if not entrance.admits(standing, kwargs.get("slug"), request.method):
                refuse(entrance.right_for(request.method))
            return held_up() or view(*args, **kwargs)

        guarded.__entrance__ = entrance  # type: ignore[attr-defined]  # a mark on it
        return for_audience(cast("View", guarded), entrance.audience)

    return guard


def held_up() -> Any:  # noqa: ANN401 - a response of flask
    """Where somebody sets up the second step first that a role needs; else None.

    Whatever lets an account in asks this: offices, desks, whoever comes next.
    """
    visitor = present_visitor()
    if visitor is None or not visitor.lacks_factor:
        return None
    if wants_json():
        abort(403)
    return redirect(url_for("own_factors.factors"))


def refuse(right: Right) -> NoReturn:
    """Let nobody without `right` pass, and say who has it."""
    raise NotYours(right_sentence(right))


def may_go(address: str, method: str = "GET") -> bool:
    """Whether an address of ours is open to whoever is signed in."""
    asked = asked_at(address, method)
    if asked is None:
        return True
    entrance, slug = asked
    standing = current_standing()
    if standing is None:
        return entrance.for_devices
    return entrance.admits(standing, slug, method)


def current_account() -> Account | None:
    """The account that is signed in, if any."""
    visitor = present_visitor()
    return None if visitor is None else visitor.account


def current_standing() -> Standing | None:
    """Which rights the account that is signed in has, if any is."""
    visitor = present_visitor()
    return None if visitor is None else visitor.standing


def may(right: Right, week_id: UUID | None = None) -> bool:
    """Whether whoever is signed in has `right` in this week; None: in all of them."""
    standing = current_standing()
    return standing is not None and standing.may(right, week_id)


def own_homes() -> list[Home]:
    """The pages at which whoever is signed in works."""
    return homes_of(current_standing())


def home() -> str:
    """The endpoint at which whoever has signed in begins."""
    found = own_homes()
    return found[0].endpoint if found else NOWHERE


def may_somewhere(right: Right) -> bool:
    """Whether whoever is signed in has `right` in one week at least."""
    standing = current_standing()
    return standing is not None and standing.may_somewhere(right)


def works_in_single_weeks() -> bool:
    """Whether whoever is signed in has a role in one week that others lack."""
    standing = current_standing()
    return standing is not None and bool(standing.in_weeks)


def weeks_with(right: Right) -> frozenset[UUID] | None:
    """The weeks in which whoever is signed in has `right`; None: all."""
    standing = current_standing()
    return frozenset() if standing is None else standing.weeks_with(right)


def signed_in() -> Account:
    """The account that is signed in; only for views that require a right."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def requires_account(view: View) -> View:
    """Everybody who is signed in may see the view, whatever their role."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
        if present_visitor() is None:
            return _ask_to_sign_in()
        return view(*args, **kwargs)

    return for_audience(cast("View", guarded), "account")


def requires_fresh(view: View) -> View:
    """Only who proved within a quarter of an hour who they are may see the view.

    It stands below `requires`. A form is not sent again by itself: whoever proved it
    comes back to the page with the button.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
        if is_fresh():
            return view(*args, **kwargs)
        if wants_json():
            abort(401)
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("accounts.prove", next=request.full_path))
        return redirect(url_for("accounts.prove", next=came_from_page(), again=1))

    return cast("View", guarded)


def is_fresh() -> bool:
    """Whether whoever is signed in proved lately who they are."""
    visitor = present_visitor()
    return visitor is not None and visitor.session.is_fresh(clock.now(), FRESH)


def note_proved() -> None:
    """Whoever is signed in gave a password or a key just now."""
    visitor = present_visitor()
    if visitor is not None:
        sessions.prove(visitor.token)
        visitors.forget()


def signed_in_session() -> AccountSession:
    """The session of this request; only for views that require an account."""
    visitor = present_visitor()
    if visitor is None:
        abort(401)
    return visitor.session


def end_session() -> None:
    """Let this browser act for nobody."""
    let_out()


def _ask_to_sign_in() -> Any:  # noqa: ANN401 - a response of flask
    if wants_json():
        abort(401)
    address = request.full_path if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=address))
