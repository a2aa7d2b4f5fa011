"""What readers of the public pages may choose; forms whose state is the address."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_babel import gettext
from wtforms import BooleanField, Form, HiddenField, SearchField, SelectField

from eventapp.institutions.models import Territory
from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.kernel.names import alphabetic, searchable
from eventapp.programme.addresses import FILTERS, here
from eventapp.programme.finding import Finder
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word
from eventapp.web.addresses import searched

Option = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """Which events a reader wants to see; None and empty: all of them."""

    kind: EventKind | None = None
    language: str | None = None
    venue: UUID | None = None
    institution: UUID | None = None
    words: str = ""
    starred: frozenset[UUID] | None = None

    def __bool__(self) -> bool:
        """Whether anything was chosen."""
        return self != Wanted()

    @property
    def is_common(self) -> bool:
        """Whether many readers choose it, so that the page is worth keeping."""
        lists = (self.kind, self.language, self.venue, self.institution)
        is_own = self.words or self.starred is not None
        return not is_own and sum(one is not None for one in lists) <= 1

    def fits(self, event: Event, finder: Finder) -> bool:
        """Whether an event is among those wanted."""
        return (
            (self.kind is None or event.kind is self.kind)
            and (self.language is None or self.language in event.languages)
            and (self.venue is None or self.venue in finder.around[event.id])
            and (
                self.institution is None or self.institution in finder.present[event.id]
            )
            and (self.starred is None or event.id in self.starred)
            and finder.says(event, self.words)
        )


class ProgrammeChoice(Form):
    """Which events to show; it changes nothing and needs no CSRF token."""

    day = HiddenField()
    view = HiddenField()
    q = SearchField(_("Search"))
    kind = SelectField(_("Kind"))
    language = SelectField(_("Language"))
    venue = SelectField(_("Place"))
    institution = SelectField(_("Institution"))
    starred = BooleanField(_("Starred events only"))

    def offer(self, events: Sequence[Event], finder: Finder) -> "ProgrammeChoice":
        """Offer what these events have, and say how many have it."""
        kinds = Counter(event.kind for event in events)
        spoken = Counter(tag for event in events for tag in event.languages)
        places = Counter(key for keys in finder.around.values() for key in keys)
        homes = Counter(key for keys in finder.present.values() for key in keys)
        self.kind.choices = _options(
            gettext("All kinds"),
            {kind.value: (kind_word(kind), kinds[kind]) for kind in kinds},
        )
        self.language.choices = _options(
            gettext("All languages"),
            {tag: (language_name(tag), spoken[tag]) for tag in spoken},
        )
        self.venue.choices = _options(
            gettext("All places"),
            {
                short_key(key): (place_name(names), places[key])
                for key, names in finder.venues.items()
            },
        )
        self.institution.choices = _options(
            gettext("All institutions"),
            {
                short_key(key): (str(name), homes[key])
                for key, name in finder.institutions.items()
            },
        )
        return self

    def wanted(self, finder: Finder, starred: frozenset[UUID]) -> Wanted:
        """What was chosen, as far as it is among what we offer."""
        kind = offered(self.kind)
        return Wanted(
            kind=EventKind(kind) if kind else None,
            language=offered(self.language),
            venue=_key(offered(self.venue), finder.venues),
            institution=_key(offered(self.institution), finder.institutions),
            words=searchable(searched()),
            starred=starred if self.starred.data else None,
        )

    def asks_in_vain(self) -> bool:
        """Whether the address names something that we do not offer."""
        lists = (self.kind, self.language, self.venue, self.institution)
        return any(one.data and not offered(one) for one in lists)

    def lists(self) -> dict[str, str]:
        """What was chosen of the lists: of this a reader may have a calendar, too."""
        lists = (self.kind, self.language, self.venue, self.institution)
        return {one.name: one.data for one in lists if offered(one)}

    def tags(self, week: Week) -> list[dict[str, str]]:
        """What was chosen, each with the address without it."""
        said = {
            one.name: dict(one.choices)[one.data]
            for one in (self.kind, self.language, self.venue, self.institution)
            if offered(one)
        }
        if words := searched():
            said["q"] = gettext("“%(words)s”", words=words)
        if self.starred.data:
            said["starred"] = gettext("Starred")
        return [
            {"text": said[name], "href": here(week, **{name: None})}
            for name in FILTERS
            if name in said
        ]


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


def programme_choice(events: Sequence[Event], finder: Finder) -> ProgrammeChoice:
    """The form with what the address says."""
    return ProgrammeChoice(request.args).offer(events, finder)


def offered(field: SelectField) -> str | None:
    """What was chosen, if it is among what we offer."""
    values = {value for value, _words in field.choices or () if value}
    return field.data if field.data in values else None


def _key(short: str | None, known: Mapping[UUID, object]) -> UUID | None:
    return next((key for key in known if short_key(key) == short), None)


def place_name(names: Sequence[object]) -> str:
    """A room behind the building in which it is, so that both stand together."""
    first, *inner = (str(name) for name in names)
    for name in inner:
        first = gettext("%(place)s: %(room)s", place=first, room=name)
    return first


def _options(everything: str, counted: Mapping[str, tuple[str, int]]) -> list[Option]:
    words = {value: said for value, (said, _count) in counted.items()}
    return [
        ("", everything),
        *(
            (
                value,
                gettext("%(choice)s (%(count)s)", choice=said, count=counted[value][1]),
            )
            for value, said in _sorted(words)
        ),
    ]


def _sorted(words: Mapping[str, str]) -> list[Option]:
    return sorted(words.items(), key=lambda pair: alphabetic(pair[1]))
