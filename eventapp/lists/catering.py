"""What the kitchen needs: how many eat on each day and at each meal, and notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.kernel.i18n import lazy_gettext
from eventapp.lists.columns.column import needs_of
from eventapp.lists.columns.offered import columns_for
from eventapp.lists.people import Need, lines_of
from eventapp.lists.persons import sheet_of
from eventapp.lists.queries import eating
from eventapp.lists.queries.eating import HAS_NOTE, Table
from eventapp.lists.tables import Column, Part, Sheet
from eventapp.lists.wishes import Ask
from eventapp.programme.models.events import Event
from eventapp.registration.vocabulary import Diet
from eventapp.registration.words import DIETS
from eventapp.selection.queries.conditions import conditions_of

# As the kitchen says it, and as narrow as a column.
SERVED = DIETS | {Diet.NONE: lazy_gettext("Everything")}


@dataclass(frozen=True)
class Served:
    """One line for the kitchen: a whole day, or one meal of it."""

    day: date | None  # None: the whole week
    words: str
    time: str
    table: Table


def catering(ask: Ask) -> Sheet:
    """The numbers for the kitchen, and the notes that it may read."""
    columns = columns_for(ask.columns)
    choice = ask.wish.people
    rows = served(ask)
    everybody = eating.alike(conditions_of(ask.week, choice))
    numbers = Part(_("Numbers"), _heads(rows), rows)
    lines = lines_of(
        ask.week,
        choice,
        {*needs_of(columns), Need.CONSENTS},
        where=(HAS_NOTE, *([eating.is_here(ask.wish.day)] if ask.wish.day else [])),
    )
    none = [] if lines else [_("Nobody who agreed to it left a note.")]
    notes = Part(_("Notes"), [one.spoken() for one in columns], lines, none)
    unknown = sum(
        one.count
        for one in everybody
        if one.arrives_on is None or one.departs_on is None
    )
    facts = [
        _("On a day eat those who are here that day, also who accompany somebody."),
        _("At a meal with sign-up eat those who hold a place."),
        _("Notes and diets stand here only of those who agreed to it."),
    ]
    if unknown:
        facts.append(
            ngettext(
                "%(num)d person did not tell both days, and may be counted too often.",
                "%(num)d people did not tell both days, and may be counted too often.",
                unknown,
            )
        )
    return sheet_of(ask, _("Catering"), facts, [numbers, notes])


def served(ask: Ask) -> list[Served]:
    """Each day, or the chosen one, and each meal of it; in three statements."""
    where = conditions_of(ask.week, ask.wish.people)
    everybody = eating.alike(where)
    meals = eating.meals_of(ask.week, ask.wish.meals)
    held = eating.alike_at(where, [one.id for one in meals])
    rest = list(meals)
    chosen = ask.wish.day
    whole = Served(
        None, _("Whole week, each person once"), "", eating.table_of(everybody)
    )
    lines = [] if chosen else [whole]
    for day in [chosen] if chosen else eating.days_of(ask.week):
        lines.append(Served(day, _("Whole day"), "", eating.table_of(everybody, day)))
        for meal in [one for one in rest if _on(ask, one) == day]:
            rest.remove(meal)
            is_for_all = eating.is_for_all(meal)
            table = (
                eating.table_of(everybody, day)
                if is_for_all
                else eating.table_of(held.get(meal.id, ()))
            )
            at = meal.starts_at.astimezone(ask.week.tzinfo)
            lines.append(Served(day, str(meal.title), f"{at:%H:%M}", table))
    return lines


def _on(ask: Ask, meal: Event) -> date:
    return meal.starts_at.astimezone(ask.week.tzinfo).date()


def _heads(lines: Sequence[Served]) -> list[Column]:
    """The columns of the numbers: of diets, those which somebody keeps."""
    kept = {diet for one in lines for diet, count in one.table.by_diet.items() if count}
    return [
        Column("day", _("Day"), lambda one: one.day, 3),
        Column("meal", _("Meal"), lambda one: one.words, 6),
        Column("time", _("Time"), lambda one: one.time, 2),
        Column("people", _("People"), lambda one: one.table.people, 2),
        *(
            Column(diet, str(word), _count(diet), 2)
            for diet, word in SERVED.items()
            if diet in kept or diet is Diet.NONE
        ),
        Column("untold", _("Not told"), _count(None), 2),
        Column("notes", _("With a note"), lambda one: one.table.notes, 2),
    ]


def _count(diet: Diet | None) -> Callable[[Served], int]:
    return lambda one: one.table.by_diet[diet]
