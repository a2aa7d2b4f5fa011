"""What stands on the screen of a kiosk, in all our languages at once.

To choose a language then costs no time, and needs no network.
"""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp.checkin.models.desks import Desk
from eventapp.kernel.i18n import LANGUAGES, speaking
from eventapp.programme.models.events import Event


def sentences(**facts: Any) -> list[tuple[str, Markup]]:
    """What the kiosk says in each state, by language."""
    says = []
    for language in LANGUAGES:
        with speaking(language.tag):
            text = render_template("checkin/_kiosk_words.html", **facts)
        says.append((language.tag, Markup(text)))  # noqa: S704 - of our own template
    return says


def words_around(desk: Desk, event: Event) -> dict[str, list[tuple[str, str]]]:
    """The words of its head and its buttons, each in every language."""
    found: dict[str, list[tuple[str, str]]] = {}
    for language in LANGUAGES:
        with speaking(language.tag):
            words = {
                "week": str(desk.week.name),
                "event": str(event.title),
                "blind": _(
                    "The camera does not work. Use the scanner, or type your reference."
                ),
                "reference": _("Reference"),
                "check_in": _("Check in"),
                "delete": _("Delete the last sign"),
                "type": _("Type my reference"),
                "restart": _("Begin again"),
                "staff": _("Staff"),
            }
        for name, text in words.items():
            found.setdefault(name, []).append((language.tag, text))
    return found
