"""Filters, saved views, tags and bulk deeds, as organisers type them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    SearchField,
    StringField,
    ValidationError,
)
from wtforms import Form as PlainForm

from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.choices import language_word
from eventapp.registration.forms.reasons import ReasonGiven
from eventapp.registration.models.approvals import KeptReason
from eventapp.registration.words import ACCESS, DELEGATE_KINDS, DIETS, STATUSES
from eventapp.selection.choosing import NOWHERE
from eventapp.selection.models import Tag
from eventapp.selection.plans import Plan
from eventapp.selection.queries.offered import Offered
from eventapp.selection.vocabulary import DeedKind
from eventapp.selection.words import AT_EVENT, COLUMNS, LACKS, LETTERS, PRESENCE
from eventapp.web.fields import Pick, Picks, words_of
from eventapp.web.filters import weekday
from eventapp.web.forms import Fits, Form, Needed

LONGEST_TAG = 60


class FilterForm(PlainForm):
    """Which registrations to show; it changes nothing and needs no CSRF token."""

    q = SearchField(lazy_gettext("Name, institution or number"))
    status = Picks(lazy_gettext("Status"))
    territory = Picks(lazy_gettext("Country or region"))
    kind = Picks(lazy_gettext("Role"))
    institution = Pick(lazy_gettext("Institution"))
    delegation = Pick(lazy_gettext("Delegation"))
    head = Pick(lazy_gettext("Head of a delegation"))
    beside = Pick(lazy_gettext("Accompanying person"))
    event = Pick(lazy_gettext("Event"))
    place = Picks(lazy_gettext("At this event"))
    came = Picks(lazy_gettext("Presence"))
    arrives = Pick(lazy_gettext("Arrives on"))
    language = Picks(lazy_gettext("Language in which we write"))
    diet = Picks(lazy_gettext("Diet"))
    access = Picks(lazy_gettext("Access needs"))
    letter = Picks(lazy_gettext("Visa letter"))
    badge = Pick(lazy_gettext("Badge printed"))
    lacks = Picks(lazy_gettext("Something is missing"))
    tag = Picks(lazy_gettext("Tag"))
    column = Picks(lazy_gettext("Columns beside the name"))

    def offer(self, week: Week, offered: Offered) -> "FilterForm":
        """Offer what occurs in the week."""
        for field, words in (
            (self.status, STATUSES),
            (self.kind, DELEGATE_KINDS),
            (self.place, AT_EVENT),
            (self.came, PRESENCE),
            (self.diet, DIETS),
            (self.access, ACCESS),
            (self.letter, LETTERS),
            (self.lacks, LACKS),
            (self.column, COLUMNS),
        ):
            field.choices = words_of(words)
        places = [(one.code, str(one.label)) for one in offered.territories]
        self.territory.choices = [*places, (NOWHERE, _("Not known"))]
        self.language.choices = [(tag, language_word(tag)) for tag in week.languages]
        self.tag.choices = [(str(one.id), one.word) for one in offered.tags]
        added = _("Add…")
        self.institution.offer(
            [(str(one.id), str(one.name)) for one in offered.institutions], added
        )
        self.delegation.offer(
            [(str(one.id), one.title) for one in offered.delegations], added
        )
        self.event.offer(event_choices(week, offered.events), added)
        self.arrives.offer(
            [(day.isoformat(), weekday(day)) for day in offered.arrivals], added
        )
        for field in (self.head, self.beside, self.badge):
            field.offer([("yes", _("Yes")), ("no", _("No"))], _("Either"))
        return self


class ViewForm(Form):
    """Under which name a filter with its columns is kept."""

    name = StringField(
        lazy_gettext("Name of the view"),
        [Needed(lazy_gettext("Enter a name for the view.")), Fits(80)],
    )
    is_shared = BooleanField(lazy_gettext("For the whole office"))


class TagForm(Form):
    """One word for a tag."""

    tag = StringField(
        lazy_gettext("Tag"),
        [Needed(lazy_gettext("Enter a word for the tag.")), Fits(LONGEST_TAG)],
        description=lazy_gettext("One word or two. The same word means the same tag."),
    )


class DeedForm(ReasonGiven):
    """What a bulk deed needs beside the registrations; one kind uses its own part."""

    event = Pick(lazy_gettext("Event"))
    tag = StringField(
        lazy_gettext("Tag"),
        [Fits(LONGEST_TAG)],
        description=lazy_gettext("One word or two. The same word means the same tag."),
    )

    def offer(
        self,
        kind: DeedKind,
        week: Week,
        *,
        reasons: Iterable[KeptReason] = (),
        events: Sequence[Event] = (),
        tags: Iterable[Tag] = (),
    ) -> "DeedForm":
        """Offer what the week keeps."""
        self.kind = kind
        self.kept.offer(
            [(str(one.id), str(one.text)) for one in reasons], _("None of these")
        )
        self.event.offer(event_choices(week, events), _("Choose an event"))
        self.words = [one.word for one in tags]
        return self

    def validate_reason(self, field: Field) -> None:
        """Whoever is declined reads why."""
        if self.kind is DeedKind.DECLINE and not field.data and not self.kept.data:
            raise ValidationError(_("Choose a reason, or write one."))

    def validate_event(self, field: Field) -> None:
        """Nobody is signed up for nothing."""
        if self.kind is DeedKind.SIGN_UP and not field.data:
            raise ValidationError(_("Choose an event."))

    def validate_tag(self, field: Field) -> None:
        """A tag is a word."""
        needs = self.kind in {DeedKind.TAG, DeedKind.UNTAG}
        if needs and not (field.data or "").strip():
            raise ValidationError(_("Enter a word for the tag."))

    def plan(self) -> Plan:
        """What was decided; of fields that are not offered, what was typed is lost."""
        return Plan(
            kind=self.kind,
            reason=self.reason.data or "",
            reason_id=UUID(self.kept.data) if self.kept.data else None,
            event_id=UUID(self.event.data) if self.event.data else None,
            tag=" ".join((self.tag.data or "").split()),
        )


class UndoForm(Form):
    """Whether those hear of it whose e-mail has gone."""

    tells = BooleanField(
        lazy_gettext("Write to those whose e-mail has gone that it was a mistake")
    )


def event_choices(week: Week, events: Iterable[Event]) -> list[tuple[str, str]]:
    """Events by day, hour and title."""
    return [
        (
            str(one.id),
            _(
                "%(day)s %(hour)s, %(title)s",
                day=weekday(one.starts_at.astimezone(week.tzinfo).date()),
                hour=f"{one.starts_at.astimezone(week.tzinfo):%H:%M}",
                title=str(one.title),
            ),
        )
        for one in events
    ]
