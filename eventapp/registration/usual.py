"""The usual questions that a week may leave out, or need an answer to."""

from collections.abc import Mapping
from enum import StrEnum

from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.models.weeks import Week


class Asks(StrEnum):
    """Whether a usual question is asked."""

    ASKED = "asked"
    NEEDED = "needed"
    LEFT_OUT = "left_out"


# The answers that belong to each, by the names of their columns. Food is answered by
# "I eat everything", interpretation by "no interpreter": nobody can leave them open.
COLUMNS = {
    "phone": ("phone",),
    "position": ("position",),
    "days": ("arrives_on", "departs_on"),
    "languages": ("languages",),
    "interpretation": ("interpretation",),
    "food": ("diet", "diet_note"),
    "access": ("access", "access_note"),
}
MAY_BE_NEEDED = ("phone", "position", "days", "languages")
OF_NEEDS = ("languages", "interpretation", "food", "access")
WORDS = {
    Asks.ASKED: lazy_gettext("Asked"),
    Asks.NEEDED: lazy_gettext("Asked, an answer is needed"),
    Asks.LEFT_OUT: lazy_gettext("Not asked"),
}


def asks_of(week: Week) -> Mapping[str, Asks]:
    """Which of the usual questions a week asks."""
    return {name: _ask(week, name) for name in COLUMNS}


def is_asked(week: Week, name: str) -> bool:
    """Whether a week asks this."""
    return _ask(week, name) is not Asks.LEFT_OUT


def is_needed(week: Week, name: str) -> bool:
    """Whether a week needs an answer to this."""
    return _ask(week, name) is Asks.NEEDED


def columns_left_out(week: Week) -> frozenset[str]:
    """The answers that are not asked, and so are not overwritten by empty ones."""
    return frozenset(
        column
        for name, columns in COLUMNS.items()
        if not is_asked(week, name)
        for column in columns
    )


def asks_no_needs(week: Week) -> bool:
    """Whether nothing is left of the step “What to prepare for you”."""
    return not any(is_asked(week, name) for name in OF_NEEDS)


def _ask(week: Week, name: str) -> Asks:
    return Asks(week.asks.get(name, Asks.ASKED.value))
