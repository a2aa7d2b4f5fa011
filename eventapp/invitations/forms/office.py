"""Invitations, as organisers type them, and which of them to show."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    SearchField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from eventapp.institutions.models import Institution
from eventapp.invitations.queries import Choice
from eventapp.invitations.service.writing import InvitationEntry
from eventapp.invitations.words import STATES
from eventapp.kernel import clock
from eventapp.kernel.names import PersonName
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.weeks import Week
from eventapp.registration import choices
from eventapp.registration.models.entering import Invitation
from eventapp.registration.vocabulary import DelegateKind, InvitationState
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Count, Day, Given, Pick, words_of
from eventapp.web.forms import Fits, Form, Mailable
from eventapp.web.texts import language_choices

LATEST = time(23, 59)
SOON = "soon"


class InvitationForm(Form):
    """Whom an invitation is for, and what it allows."""

    latin = StringField(lazy_gettext("Name in Latin letters"), [Fits(200)])
    native = StringField(lazy_gettext("Name in their script"), [Fits(200)])
    native_language = Pick(lazy_gettext("Language of that name"))
    honorific = StringField(
        lazy_gettext("Form of address"),
        [Fits(60)],
        description=lazy_gettext("For example Ms, Mr, 女士."),
    )
    title = StringField(lazy_gettext("Academic title"), [Fits(60)])
    institution = Pick(lazy_gettext("Institution in the directory"))
    proposed_institution = StringField(
        lazy_gettext("Institution that is not in the directory"), [Fits(300)]
    )
    address = EmailField(
        lazy_gettext("E-mail"),
        [Optional(), Fits(254), Mailable()],
        description=lazy_gettext(
            "Without it you hand over the link or the code yourself."
        ),
    )
    is_tied = BooleanField(
        lazy_gettext("Only this e-mail address may use it"),
    )
    language = Pick(lazy_gettext("Language of our e-mails"))
    kind = Pick(lazy_gettext("They come as"))
    personal_words = TextAreaField(
        lazy_gettext("Personal words"),
        [Fits(2000)],
        description=lazy_gettext("They stand in the e-mail and on the page."),
    )
    uses = Count(
        lazy_gettext("How often it may be used"),
        [Given(lazy_gettext("Enter how often it may be used."))],
        least=1,
        most=1000,
    )
    ends = Day(
        lazy_gettext("Last day"),
        [Optional()],
        description=lazy_gettext("Leave it empty if it does not end."),
    )
    places = Count(
        lazy_gettext("People in their delegation"),
        [Optional()],
        description=lazy_gettext(
            "Whoever accepts brings a delegation of up to so many people, and names"
            " them. Leave it empty to invite one person."
        ),
        least=1,
        most=200,
    )

    def offer(
        self, week: Week, institutions: Iterable[Institution]
    ) -> "InvitationForm":
        """Offer the directory, languages and kinds."""
        self.week = week
        self.institution.offer(
            [(str(one.id), str(one.name)) for one in institutions],
            str(_("None of the directory")),
        )
        self.native_language.offer(
            choices.written_languages().items(), str(_("Not needed"))
        )
        self.language.offer(language_choices(week.languages))
        kinds = [pair for pair in words_of(DELEGATE_KINDS) if pair[0] != "companion"]
        self.kind.offer(kinds, str(_("They choose themselves")))
        return self

    def show(self, known: Invitation | None) -> None:
        """Fill in what is known."""
        if known is None:
            self.uses.data, self.language.data = 1, self.week.languages[0]
            return
        name = known.name
        self.latin.data, self.native.data = name.latin, name.native
        self.native_language.data = name.native_language or ""
        self.honorific.data, self.title.data = name.honorific, name.title
        self.institution.data = str(known.institution_id or "")
        self.proposed_institution.data = known.proposed_institution
        self.address.data, self.is_tied.data = known.address, known.is_tied
        self.language.data = known.language
        self.kind.data = known.kind.value if known.kind else ""
        self.personal_words.data = known.personal_words
        self.uses.data, self.places.data = known.uses_allowed, known.delegation_places
        if known.expires_at:
            self.ends.data = known.expires_at.astimezone(self.week.tzinfo).date()

    def entry(self) -> InvitationEntry:
        """What was decided; after validation."""
        native = self.native.data or None
        return InvitationEntry(
            name=PersonName(
                latin=self.latin.data or "",
                native=native,
                native_language=(self.native_language.data or None) if native else None,
                honorific=self.honorific.data or None,
                title=self.title.data or None,
            ),
            address=(self.address.data or "").casefold() or None,
            is_tied=bool(self.is_tied.data),
            language=self.language.data,
            kind=DelegateKind(self.kind.data) if self.kind.data else None,
            institution_id=UUID(self.institution.data)
            if self.institution.data
            else None,
            proposed_institution=None
            if self.institution.data
            else self.proposed_institution.data or None,
            personal_words=self.personal_words.data or None,
            uses_allowed=self.uses.data or 1,
            expires_at=self._ends_at(),
            delegation_places=self.places.data,
        )

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then what belongs together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        named = (self.latin, self.native, self.institution, self.proposed_institution)
        if not any(field.data for field in (*named, self.address)):
            _blame(self.latin, _("Say whom you invite: a name or an institution."))
        if self.is_tied.data and not self.address.data:
            _blame(self.address, _("Enter the e-mail address that may use it."))
        if self.places.data and not self.address.data:
            _blame(self.address, _("A delegation needs the e-mail of its contact."))
        if self.places.data and not self.institution.data:
            _blame(
                self.institution,
                _(
                    "A delegation needs an institution of the directory."
                    " If it is missing, add it under Institutions first."
                ),
            )
        if self.places.data and (self.uses.data or 1) > 1:
            _blame(self.uses, _("An invitation of a delegation is used once."))
        return fits and not self.errors

    def validate_ends(self, field: Field) -> None:
        """A day that is not over."""
        today = clock.now().astimezone(self.week.tzinfo).date()
        if field.data and field.data < today:
            raise ValidationError(_("Enter a day that is not over."))

    def validate_native_language(self, field: Field) -> None:
        """A name in another script is shown well only with its language."""
        if self.native.data and not field.data:
            raise ValidationError(_("Choose the language of the name in their script."))

    def _ends_at(self) -> datetime | None:
        return ends_at(self.ends, self.week)


class FilterForm(PlainForm):
    """Which invitations to show; it changes nothing and needs no CSRF token."""

    q = SearchField(lazy_gettext("Name, institution or e-mail"))
    state = Pick(lazy_gettext("State"))
    ends = Pick(lazy_gettext("Last day"))

    def offer(self) -> "FilterForm":
        """Offer the states."""
        self.state.offer(words_of(STATES), str(_("Any state")))
        self.ends.offer([(SOON, str(_("In the next 7 days")))], str(_("Any day")))
        return self

    def choice(self, words: str) -> Choice:
        """Which invitations are meant; a state that is none leaves none out."""
        known = {one.value for one in InvitationState}
        state = InvitationState(self.state.data) if self.state.data in known else None
        return Choice(words, state, self.ends.data == SOON)


def ends_at(field: Field, week: Week) -> datetime | None:
    """The instant after which an invitation with this last day lets nobody in."""
    if field.data is None:
        return None
    try:
        return instant_of(field.data, LATEST, week.tzinfo)
    except NoSuchHour:  # clocks go forward before midnight: the hour before
        return instant_of(field.data, time(22), week.tzinfo)


def _blame(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
