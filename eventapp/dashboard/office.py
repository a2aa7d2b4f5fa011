"""What all branches of the office share: their blueprint, what an address means."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from eventapp.programme.access import week_or_404
from eventapp.programme.models import Event, Week
from eventapp.programme.queries import event
from eventapp.web.forms import cleaned

bp = Blueprint("dashboard", __name__, url_prefix="/organise")

FARTHEST_PAGE = 10_000
LONGEST_SEARCH = 200


def week_at(slug: str) -> Week:
    """The week at this address, public or not."""
    return week_or_404(slug, public_only=False)


def event_at(week: Week, key: UUID) -> Event:
    """The event of this week with this key, a draft or not."""
    return event(week, key, drafts=True) or abort(404)


def searched() -> str:
    """What the person looks for."""
    return str(cleaned(request.values.get("q", "")))[:LONGEST_SEARCH]


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit() or len(text) > len(str(FARTHEST_PAGE)):
        abort(404)
    return max(1, min(int(text), FARTHEST_PAGE))


def here(**changes: Any) -> str:
    """The present address with other choices; None takes one away."""
    kept = {name: value for name, value in request.args.items() if value}
    wanted = {**kept, **(request.view_args or {}), **changes}
    return url_for(
        str(request.endpoint),
        **{name: value for name, value in wanted.items() if value not in {None, ""}},
    )


def neighbours(page: int, *, has_more: bool) -> dict[str, str | None]:
    """The addresses of the pages before and after this one."""
    return {
        "before": here(page=page - 1 if page > 2 else None) if page > 1 else None,  # noqa: PLR2004
        "after": here(page=page + 1) if has_more else None,
    }
