"""Who interprets for a guest at an event, in the words of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.checkin.queries.interpreters import (
    Interpreter,
    Interpreting,
    interpreting_at,
)
from eventapp.checkin.queries.people import Guest
from eventapp.kernel.names import PersonName
from eventapp.programme.when import language_name
from eventapp.web import filters


@dataclass(frozen=True)
class InterpreterView:
    """An interpreter as a verdict names them."""

    name: PersonName
    languages: str
    place: str | None  # where they are at this moment


def interpreter_for(
    guest: Guest | None, event_id: UUID, now: datetime
) -> InterpreterView | None:
    """Who interprets for somebody; None where nobody is needed, or nobody is there.

    Whoever speaks of nothing and asked for nothing costs no statement.
    """
    if guest is None or not (guest.interpretation or guest.languages):
        return None
    at_event = interpreting_at(event_id, now)
    wanted = _wanted(guest, at_event)
    if not wanted:
        return None
    found = next((one for one in at_event.interpreters if _suits(one, wanted)), None)
    return _view(found) if found else None


def interpreter_json(view: InterpreterView | None) -> dict[str, Any] | None:
    """The same for a script."""
    if view is None:
        return None
    return {
        "name": view.name.forms(),
        "languages": view.languages,
        "place": view.place,
    }


def _wanted(guest: Guest, at_event: Interpreting) -> set[str]:
    """The languages into which somebody is interpreted; none: they understand."""
    held_in = _main(at_event.languages)
    asked = _main([guest.interpretation] if guest.interpretation else [])
    if asked:
        return set() if held_in == asked else asked
    spoken = _main(guest.languages)
    return set() if spoken & held_in else spoken


def _suits(one: Interpreter, wanted: set[str]) -> bool:
    return not one.between or bool(_main(one.between) & wanted)


def _view(one: Interpreter) -> InterpreterView:
    place = filters.plain(one.busy_at) if one.busy_at else None
    if one.busy_at and one.busy_in:
        place = _(
            "%(event)s, %(room)s",
            event=filters.plain(one.busy_at),
            room=filters.plain(one.busy_in),
        )
    return InterpreterView(
        one.name, " – ".join(language_name(tag) for tag in one.between), place
    )


def _main(tags: Iterable[str]) -> set[str]:
    """Languages without writing and region: zh of zh-Hans."""
    return {tag.partition("-")[0].casefold() for tag in tags}
