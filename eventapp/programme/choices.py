"""What readers of the public pages may choose; forms whose state is the address."""

from collections.abc import Iterable

from wtforms import Form, HiddenField, SelectField

from eventapp.institutions.models import Territory
from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.kernel.names import searchable
from eventapp.programme.models import Event
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word


class ProgrammeChoice(Form):
    """Which events to show; it changes nothing and needs no CSRF token."""

    day = HiddenField()
    view = HiddenField()
    kind = SelectField(_("Kind"))
    language = SelectField(_("Language"))

    def offer(self, events: Iterable[Event]) -> "ProgrammeChoice":
        """Offer what these events have."""
        events = list(events)
        kinds = {event.kind.value: kind_word(event.kind) for event in events}
        spoken = {tag: language_name(tag) for one in events for tag in one.languages}
        self.kind.choices = [("", str(_("All kinds"))), *_sorted(kinds)]
        self.language.choices = [("", str(_("All languages"))), *_sorted(spoken)]
        return self


class InstitutionChoice(Form):
    """Which institutions to show."""

    place = SelectField(_("Country or region"))

    def offer(self, territories: Iterable[Territory]) -> "InstitutionChoice":
        """Offer these countries and regions."""
        labels = {one.code: str(one.label) for one in territories}
        self.place.choices = [
            ("", str(_("All countries and regions"))),
            *_sorted(labels),
        ]
        return self


def _sorted(words: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda pair: searchable(pair[1]))
