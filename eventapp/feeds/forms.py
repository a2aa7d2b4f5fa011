"""Which events a reader wants in a calendar; a form whose state is the address."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField

from eventapp.feeds.filters import NAMES, FeedFilter
from eventapp.kernel.i18n import LANGUAGES, Language
from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.programme.choices import Option, ProgrammeChoice
from eventapp.programme.finding import Finder
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Picks

LANGUAGE = "lang"  # of the calendar; that of events is `language`


class CalendarChoice(Form):
    """Which events; it changes nothing and needs no CSRF token."""

    kind = Picks(_("Kind"))
    language = Picks(_("Languages of the events"))
    venue = Picks(_("Place"))
    institution = Picks(_("Institution"))
    lang = RadioField(_("Language of the calendar"))

    def offer(self, events: Sequence[Event], finder: Finder) -> "CalendarChoice":
        """Offer what the filter of the programme offers."""
        self.lang.choices = [(one.tag, one.name) for one in LANGUAGES]
        known = ProgrammeChoice().offer(events, finder)
        for name in NAMES:
            self[name].choices = [one for one in known[name].choices if one[0]]
        return self

    def offer_more(self, name: str, more: Iterable[Option]) -> None:
        """Offer of these what was asked for."""
        asked = self.unknown(name)
        self[name].choices += [one for one in more if one[0] in asked]

    def unknown(self, name: str) -> set[str]:
        """What was asked for and is not offered."""
        return set(self[name].data or ()) - set(self._words(name))

    def wanted(self) -> FeedFilter:
        """What was asked for, as far as it is offered."""
        pairs = [
            (name, value)
            for name in NAMES
            for value in self[name].data or ()
            if value in self._words(name)
        ]
        return FeedFilter.of(MultiDict(pairs))

    def tags(self, week: Week, language: Language) -> list[dict[str, str]]:
        """What was chosen, each with the address of the page without it."""
        pairs = self.wanted().pairs()
        return [
            {
                "text": self._words(name)[value],
                "href": page_path(
                    week,
                    FeedFilter.of(
                        MultiDict(one for one in pairs if one != (name, value))
                    ),
                    language,
                ),
            }
            for name, value in pairs
        ]

    def lists(self) -> list[tuple[Picks, list[str]]]:
        """The lists worth a choice, each with the words of what is chosen in it."""
        pairs = self.wanted().pairs()
        chosen = {
            name: [self._words(name)[value] for one, value in pairs if one == name]
            for name in NAMES
        }
        return [
            (self[name], chosen[name])
            for name in NAMES
            if len(self[name].choices) > 1 or chosen[name]
        ]

    def _words(self, name: str) -> dict[str, str]:
        return dict(self[name].choices or ())


def page_path(week: Week, wanted: FeedFilter, language: Language) -> str:
    """The page on which these events are subscribed to."""
    path = url_for("calendars.subscribe", slug=week.slug)
    return f"{path}?{urlencode([(LANGUAGE, language.tag), *wanted.pairs()])}"
