"""What the address of an office's list says: words, page, choices."""

from typing import Any

from flask import abort, request, url_for

from eventapp.web.forms import cleaned

FARTHEST_PAGE = 10_000
LONGEST_SEARCH = 200


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
