"""An event, as organisers type it."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    StringField,
    ValidationError,
)

from eventapp.kernel.i18n import Localised
from eventapp.planning.forms.known import Known
from eventapp.planning.forms.people import PartForm
from eventapp.planning.forms.sign_up import SignUpForm
from eventapp.planning.service.casting import Cast
from eventapp.programme import words
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    VenueKind,
)
from eventapp.programme.when import language_name
from eventapp.web.fields import Count, Pick, Picks, member, words_of
from eventapp.web.forms import Fits, as_uuid
from eventapp.web.texts import Texts

USUAL_LANGUAGES = ("en", "zh-Hans", "fr", "de", "es", "pl", "ru", "ja", "ko")
MOST_DIGITS = 9  # of the number of a version
USUAL_WARNING = 30  # minutes before the start at which a joining link is shown
DAY_MINUTES = 24 * 60
STANDINGS = {
    EventStatus.SCHEDULED: _("Publish it with the next release"),
    EventStatus.DRAFT: _("Hold it back"),
    EventStatus.CANCELLED: _("It stays cancelled"),
}
AFTER_ALL = _("It takes place after all")


class EventForm(SignUpForm):
    """What an organiser decides about an event, with its people."""

    kind = Pick(_("Kind"))
    standing = Pick(_("What happens next"))
    title = Texts(_("Title"), needed=_("Enter a title in one language at least."))
    summary = Texts(_("What it is"), most=4000, lines=6)
    interpretation = Texts(_("Interpretation"))
    languages = Picks(_("Languages"), description=_("In which languages people speak."))
    people = FieldList(FormField(PartForm))
    venue = Pick(_("Venue"))
    meeting_point = Pick(_("Meeting point"))
    coaches = Picks(_("Coaches"))
    parent = Pick(_("Part of"))
    mode = Pick(_("How people meet"))
    joining_link = StringField(
        _("Joining link"),
        [Fits(1000)],
        description=_("It begins with https://. Only those entitled see it."),
    )
    joining_minutes = Count(
        _("Minutes before the start"),
        most=DAY_MINUTES,
        description=_("From then on the link is shown."),
    )
    version = HiddenField()

    known: Known
    tags: tuple[str, ...]
    _spoken: Mapping[str, tuple[str, ...]]  # at other events, by their keys

    def offer(
        self,
        week: Week,
        venues: Iterable[Venue],
        events: Iterable[PlannedEvent],
        known: Known,
        before: PlannedEvent | None = None,
    ) -> "EventForm":
        """Offer venues, events and persons, and remember the clock of the week."""
        self.week, self.before, self.known = week, before, known
        for text in (self.title, self.summary, self.interpretation):
            text.speak(week.languages)
        self.kind.offer(words_of(words.KINDS))
        self.mode.offer(words_of(words.MODES))
        self.offer_sign_up()
        self.standing.offer(_standings(before))
        self._offer_places(list(venues))
        others = [one for one in events if before is None or one.id != before.id]
        self._spoken = {str(one.id): one.plan.languages for one in others}
        self.parent.offer(
            [(str(one.id), str(one.plan.title)) for one in others],
            str(_("No other event")),
        )
        spoken = (*week.languages, *(before.plan.languages if before else ()))
        self.tags = tuple(dict.fromkeys((*spoken, *USUAL_LANGUAGES)))
        self.languages.choices = [(tag, language_name(tag)) for tag in self.tags]
        self._offer_parts()
        return self

    def show(self, planned: PlannedEvent) -> None:
        """Fill in what is planned."""
        plan = planned.plan
        self.show_hours(plan)
        self.show_sign_up(plan)
        for name in ("kind", "mode"):
            self[name].data = getattr(plan, name).value
        self.standing.data = plan.status.value
        for name in ("title", "summary", "interpretation"):
            self[name].show(getattr(plan, name))
        self.venue.data = str(plan.venue_id or "")
        self.meeting_point.data = str(plan.meeting_point_id or "")
        self.parent.data = str(plan.parent_id or "")
        self.languages.data, self.coaches.data = list(plan.languages), plan.coaches
        self.joining_link.data = plan.joining_link
        self.joining_minutes.data = plan.joining_minutes
        self.version.data = str(planned.event.version)
        for part in planned.parts:
            self.people.append_entry()
            self.people.entries[-1].form.show(part, self.known)
        if not planned.parts:
            self.people.append_entry()
        self._offer_parts()

    def propose(self, asked: Mapping[str, str]) -> None:
        """Fill in what most events are, and what the address asks for."""
        self.propose_hours(asked)
        self.kind.data, self.mode.data = EventKind.SALON.value, self.week.mode.value
        self.propose_sign_up()
        self.standing.data = EventStatus.SCHEDULED.value
        self.parent.data = asked.get("parent", "")
        self.languages.data = list(self._spoken.get(self.parent.data, ()))
        self.joining_minutes.data = USUAL_WARNING
        self.venue.data = asked.get("venue", "")
        self.people.append_entry()
        self._offer_parts()

    def plan(self) -> EventPlan:
        """What was decided; after validation."""
        before = self.before.plan if self.before else None
        joining = self.joining_minutes.data
        return EventPlan(
            kind=member(EventKind, self.kind),
            title=self.title.text(before.title if before else None),
            summary=self._text("summary"),
            interpretation=self._text("interpretation"),
            starts_at=self._instants[0],
            ends_at=self._instants[1],
            is_placed=not self.unplaced.data,
            venue_id=as_uuid(self.venue.data),
            meeting_point_id=as_uuid(self.meeting_point.data),
            coaches=_in_order(self.coaches, before.coaches if before else ()),
            parent_id=as_uuid(self.parent.data),
            languages=_in_order(self.languages, before.languages if before else ()),
            mode=member(Mode, self.mode),
            joining_link=self.joining_link.data or None,
            joining_minutes=USUAL_WARNING if joining is None else joining,
            status=member(EventStatus, self.standing),
            **self.sign_up(),
        )

    def cast(self) -> list[Cast]:
        """Who has a part, in order; after validation."""
        rows = [entry.form for entry in self.people.entries]
        return [row.cast() for row in rows if not row.is_empty]

    @property
    def rows(self) -> list[PartForm]:
        """The forms of the people, for their errors."""
        return [entry.form for entry in self.people.entries]

    @property
    def seen_version(self) -> int:
        """The version which the organiser read before typing."""
        return version_in(self.version.data)

    def validate_joining_link(self, field: Field) -> None:
        """Refuse what is no address of a page."""
        if field.data and not is_web_address(field.data):
            raise ValidationError(_("Enter an address that begins with https://."))

    def _text(self, name: str) -> Localised | None:
        before = getattr(self.before.plan, name) if self.before else None
        written: Localised | None = self[name].text_or_none(before)
        return written

    def _offer_places(self, venues: list[Venue]) -> None:
        before = self.before.plan if self.before else None
        rooms = [one for one in venues if one.kind is not VenueKind.VEHICLE]
        self.venue.offer(_named(venues), str(_("No venue")))
        self.meeting_point.offer(_named(rooms), str(_("None")))
        chosen = set(before.coaches if before else ())
        self.coaches.choices = [
            (str(one.id), _with_seats(one))
            for one in venues
            if one.kind is VenueKind.VEHICLE or str(one.id) in chosen
        ]

    def _offer_parts(self) -> None:
        for entry in self.people.entries:
            entry.form.offer(self.week, self.tags, self.known)


def version_in(text: str | None) -> int:
    """The version that a form carried; 0, which no event has, for anything else."""
    plausible = text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if text and plausible else 0


def is_web_address(text: str) -> bool:
    """Whether a browser can open it as a page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _standings(before: PlannedEvent | None) -> list[tuple[str, str]]:
    """Cancelling has a page of its own; a cancelled event may take place again."""
    said = {str(one): str(word) for one, word in STANDINGS.items()}
    if before is not None and before.is_cancelled:
        said[EventStatus.SCHEDULED] = str(AFTER_ALL)
    else:
        del said[EventStatus.CANCELLED]
    if before is not None and before.is_published:
        del said[EventStatus.DRAFT]
    return list(said.items())


def _in_order(field: Picks, before: tuple[str, ...]) -> tuple[str, ...]:
    """What was ticked; the same as before keeps its order."""
    chosen = tuple(field.data or ())
    return before if set(chosen) == set(before) else chosen


def _named(venues: Iterable[Venue]) -> list[tuple[str, str]]:
    return [(str(one.id), str(one.name)) for one in venues]


def _with_seats(venue: Venue) -> str:
    if venue.capacity is None:
        return str(venue.name)
    return str(
        ngettext(
            "%(coach)s (%(num)d seat)",
            "%(coach)s (%(num)d seats)",
            venue.capacity,
            coach=str(venue.name),
        )
    )
