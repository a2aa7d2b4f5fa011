"""The choice that a request means: from its address, or from its form."""

from dataclasses import replace

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from eventapp.selection.choosing import Choice, read_choice
from eventapp.web.forms import cleaned


def choice_in(values: MultiDict[str, str]) -> Choice:
    """The choice in an address or a form (`request.args`, `request.form`)."""
    return read_choice(lambda name: [str(cleaned(one)) for one in values.getlist(name)])


def asked_choice() -> Choice:
    """The choice of the present request."""
    return choice_in(request.values)


def asked_ticks() -> Choice | None:
    """Who is meant by a form with ticks: all of the filter, or the ticked; else None.

    Whoever ticked nobody means nobody, and never everybody.
    """
    choice = asked_choice()
    if request.values.get("all"):
        return replace(choice, keys=())
    return Choice(keys=choice.keys) if choice.keys else None


def address_of(endpoint: str, choice: Choice, **more: object) -> str:
    """The address of a page with this choice."""
    names: dict[str, list[str]] = {}
    for name, value in choice.parameters():
        names.setdefault(name, []).append(value)
    return url_for(endpoint, **{**names, **more})  # type: ignore[arg-type]  # as url_for takes them
