"""Delegations as the office types them, looks for them and declines them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SearchField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm

from eventapp.delegations.queries import Missing
from eventapp.delegations.service.deciding import DelegationEntry
from eventapp.delegations.words import MISSING
from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.i18n import LANGUAGES
from eventapp.programme.models.people import Person
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import Rank, RegistrationStatus
from eventapp.registration.words import RANKS, STATUSES
from eventapp.web.fields import Count, Given, Pick, words_of
from eventapp.web.forms import Fits, Form, Mailable, Needed, as_uuid

LARGEST_QUOTA = 500
Word = TypeVar("Word", bound=StrEnum)


class DelegationForm(Form):
    """A delegation as the office describes it."""

    institution = Pick(
        _("Institution"), [Needed(_("Choose the institution that sends them."))]
    )
    label = StringField(
        _("Label"),
        [Fits(200)],
        description=_(
            "Only where an institution sends several, for example a faculty."
        ),
    )
    rank = Pick(_("Rank"))
    quota = Count(
        _("Quota"),
        [Given(_("Enter how many people may come."))],
        least=1,
        most=LARGEST_QUOTA,
        description=_("How many people may come at most, the head among them."),
    )
    contact_name = StringField(
        _("Contact"),
        [Needed(_("Enter the name of the contact.")), Fits(200)],
        description=_("The head of the delegation, or a secretary."),
    )
    contact_address = EmailField(
        _("E-mail of the contact"),
        [Needed(_("Enter the e-mail address of the contact.")), Fits(254), Mailable()],
        description=_("The private link goes there."),
    )
    language = Pick(_("Language of our e-mails"))
    counterpart = Pick(
        _("Counterpart"), description=_("Who of the host speaks with them.")
    )
    greeter = Pick(
        _("Greeter"), description=_("Who of the host meets them on arrival.")
    )
    note = TextAreaField(
        _("Note"), [Fits(1000)], description=_("Only the office reads it.")
    )

    def offer(
        self, institutions: Iterable[Institution], persons: Sequence[Person]
    ) -> "DelegationForm":
        """Offer the directory, and the people of the programme."""
        self.institution.offer(
            [(str(one.id), str(one.name)) for one in institutions], str(_("Choose"))
        )
        self.rank.offer(words_of(RANKS), str(_("Not known yet")))
        self.language.offer([(one.tag, one.name) for one in LANGUAGES])
        known = [(str(one.id), str(one.name)) for one in persons]
        self.counterpart.offer(known, str(_("Nobody yet")))
        self.greeter.offer(known, str(_("Nobody yet")))
        return self

    def show(self, delegation: Delegation) -> None:
        """Fill in what is known."""
        self.institution.data = str(delegation.institution_id)
        self.label.data = delegation.label
        self.rank.data = delegation.rank.value if delegation.rank else ""
        self.quota.data = delegation.quota
        self.contact_name.data = delegation.contact_name
        self.contact_address.data = delegation.contact_address
        self.language.data = delegation.language
        self.counterpart.data = str(delegation.counterpart_id or "")
        self.greeter.data = str(delegation.greeter_id or "")
        self.note.data = delegation.note

    def entry(self) -> DelegationEntry:
        """What was decided; after validation."""
        return DelegationEntry(
            institution_id=UUID(self.institution.data),
            quota=self.quota.data or 1,
            contact_name=self.contact_name.data or "",
            contact_address=(self.contact_address.data or "").casefold(),
            language=self.language.data,
            label=self.label.data or None,
            rank=Rank(self.rank.data) if self.rank.data else None,
            counterpart_id=as_uuid(self.counterpart.data),
            greeter_id=as_uuid(self.greeter.data),
            note=self.note.data or None,
        )


class DelegationFilter(PlainForm):
    """Which delegations to show; it changes nothing and needs no CSRF token."""

    q = SearchField(_("Institution or contact"))
    status = Pick(_("Status"))
    missing = Pick(_("What is missing"))
    territory = Pick(_("Country or region"))

    def offer(self, territories: Iterable[Territory]) -> "DelegationFilter":
        """Offer statuses, gaps and places."""
        self.status.offer(words_of(STATUSES), str(_("Any status")))
        self.missing.offer(words_of(MISSING), str(_("Anything or nothing")))
        self.territory.offer(
            [(one.code, str(one.label)) for one in territories],
            str(_("All countries and regions")),
        )
        return self

    @property
    def chosen_status(self) -> RegistrationStatus | None:
        """The status that was chosen, if it is one."""
        return _member_of(RegistrationStatus, self.status)

    @property
    def chosen_gap(self) -> Missing | None:
        """The gap that was chosen, if it is one."""
        return _member_of(Missing, self.missing)


class RefusalForm(Form):
    """Why a delegation is not confirmed; its contact reads it."""

    reason = TextAreaField(
        _("Reason"),
        [Needed(_("Enter a reason.")), Fits(500)],
        description=_("The contact and all people with an own address read it."),
    )


def _member_of(kind: type[Word], field: SelectField) -> Word | None:
    return kind(field.data) if field.data in {one.value for one in kind} else None
