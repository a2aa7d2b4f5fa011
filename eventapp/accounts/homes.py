"""Where whoever signs in begins: the pages of their own work."""

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, lazy_gettext

from eventapp.accounts.vocabulary import OFFICE, Right, Standing


@dataclass(frozen=True)
class Home:
    """The first page for one sort of work."""

    right: Right
    endpoint: str
    word: LazyString


HOMES: Final = (
    Home(OFFICE, "dashboard.weeks", lazy_gettext("Office")),
    Home(Right.CHECK_IN, "checkin.desks", lazy_gettext("Desks")),
    Home(Right.INTERPRET, "interpreting.own", lazy_gettext("My interpreting")),
    Home(Right.DRIVE, "driving.cars", lazy_gettext("My cars")),
)


def homes_of(standing: Standing | None) -> list[Home]:
    """The pages of their own work, the widest first.

    Whoever works in the office reaches all others from there.
    """
    if standing is None:
        return []
    found = [one for one in HOMES if standing.may_somewhere(one.right)]
    return found[:1] if found and found[0].right is OFFICE else found
