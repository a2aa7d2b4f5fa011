"""What a view asks of whoever wants to enter."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from eventapp.accounts.vocabulary import Right, Standing

OFFICE_PATHS: Final = ("/organise", "/desk")
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Entrance:
    """Which right a view asks, and in which weeks whoever enters must have it."""

    right: Right
    to_change: Right | None = None  # for what is not only read
    in_some_week: bool = False
    everywhere: bool = False
    for_devices: bool = False  # nobody needs to have signed in

    @property
    def audience(self) -> str:
        """Who may enter, in a word or two."""
        also = f", to change {self.to_change.value}" if self.to_change else ""
        return f"{self.right.value}{also}"

    def right_for(self, method: str) -> Right:
        """The right that a request of this kind needs."""
        return self.right if method in READING else self.to_change or self.right

    def admits(self, standing: Standing, slug: str | None, method: str) -> bool:
        """Whether somebody may send such a request for the week at `slug`."""
        right = self.right_for(method)
        if slug is not None and not self.everywhere:
            return standing.may_at(right, slug)
        if self.in_some_week:
            return standing.may_somewhere(right)
        return standing.may(right)


def asked_at(address: str, method: str) -> tuple[Entrance, str | None] | None:
    """What the view at an address of the office or a desk asks, and for which week.

    None: it asks no right of an account, or lies elsewhere.
    """
    path = address.partition("?")[0].partition("#")[0]
    path = path.removeprefix(request.script_root)
    if not path.startswith(OFFICE_PATHS):
        return None
    adapter = current_app.url_map.bind(request.host)
    try:
        endpoint, values = adapter.match(path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    found = getattr(current_app.view_functions[endpoint], "__entrance__", None)
    return (found, values.get("slug")) if isinstance(found, Entrance) else None
