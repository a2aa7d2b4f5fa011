"""Who may see a view; every view says it."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def for_audience(view: View, audience: str) -> View:
    """Note on `view` who may see it; tests/house looks for the note."""
    view.__audience__ = audience  # type: ignore[attr-defined]  # a mark on a function
    return view


def public(view: View) -> View:
    """Everybody may see this view."""
    return for_audience(view, "public")


def keyed(view: View) -> View:
    """The secret in its address is all that this view asks for, and no session.

    Programs post there, who have no token of a form; nobody else knows the address.
    """
    view.__keyed__ = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def is_keyed(view: object) -> bool:
    """Whether a view acts by the secret in its address alone."""
    return getattr(view, "__keyed__", False)
