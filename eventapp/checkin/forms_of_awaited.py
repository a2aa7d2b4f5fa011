"""The office's form about a host who awaits somebody."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, StringField, ValidationError

from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.service.awaiting import (
    ESCALATED_AFTER,
    AwaitedEntry,
    named_host,
)
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import LANGUAGES, spoken
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.web.fields import Count, Pick
from eventapp.web.forms import Fits, Form, Mailable, as_uuid

LONGEST_WAIT = 240  # minutes


class AwaitedForm(Form):
    """Who awaits whom, where; who else is told when nobody looks."""

    delegation = Pick(_("Delegation"))
    guest = StringField(
        _("Or one person"),
        [Fits(60)],
        description=_("The badge number or the reference, for example 0412."),
    )
    event = Pick(_("At which event"))
    host = Pick(_("Who awaits them"), description=_("A person of the programme."))
    host_name = StringField(_("Or the name of the host"), [Fits(200)])
    host_address = EmailField(
        _("E-mail of the host"),
        [Fits(254)],
        description=_("Left empty, we write to the address of the person above."),
    )
    language = Pick(_("Language of our e-mails"))
    escalate_address = EmailField(
        _("Who else is told"),
        [Fits(254)],
        description=_("Another e-mail address, when the host does not look in time."),
    )
    escalate_minutes = Count(_("After how many minutes"), least=1, most=LONGEST_WAIT)

    found: Registration | None = None

    def offer(
        self,
        delegations: Sequence[Delegation],
        events: Sequence[Event],
        persons: Sequence[Person],
    ) -> "AwaitedForm":
        """Offer what the week has."""
        self.persons = {str(one.id): one for one in persons}
        self.delegation.offer(
            [(str(one.id), one.title) for one in delegations], str(_("One person"))
        )
        self.event.offer(
            [(str(one.id), str(one.title)) for one in events],
            str(_("Wherever they come first")),
        )
        self.host.offer(
            [(key, str(one.name)) for key, one in self.persons.items()],
            str(_("Somebody else")),
        )
        self.language.offer([(one.tag, one.name) for one in LANGUAGES])
        if self.language.data is None:
            self.language.data = spoken().tag
        return self

    def show(self, awaited: Awaited) -> None:
        """Fill in what is known."""
        self.delegation.data = str(awaited.delegation_id or "")
        guest = awaited.registration
        self.guest.data = show_number(guest.number) if guest else ""
        self.event.data = str(awaited.event_id or "")
        self.host.data = str(awaited.host_id or "")
        self.host_name.data = "" if awaited.host_id else awaited.host_name
        self.host_address.data = awaited.host_address
        self.language.data = awaited.language
        self.escalate_address.data = awaited.escalate_address
        self.escalate_minutes.data = awaited.escalate_minutes

    def know(self, found: Registration | None) -> None:
        """Take who was found by what was typed."""
        self.found = found

    def validate_guest(self, field: Field) -> None:
        """One delegation, or one person."""
        if bool(field.data) is bool(self.delegation.data):
            raise ValidationError(_("Choose a delegation, or enter one person."))
        if field.data and self.found is None:
            raise ValidationError(
                _("Nobody has this number. Enter a badge number or a reference.")
            )

    def validate_host_name(self, field: Field) -> None:
        """Somebody awaits them."""
        if not field.data and not self.host.data:
            raise ValidationError(_("Choose the host, or enter a name."))

    def validate_host_address(self, field: Field) -> None:
        """An address that mails reach, where there is one."""
        if field.data:
            Mailable()(self, field)

    def validate_escalate_address(self, field: Field) -> None:
        """The same."""
        if field.data:
            Mailable()(self, field)

    def entry(self) -> AwaitedEntry:
        """What was decided; after validation."""
        other = self.escalate_address.data or None
        entry = AwaitedEntry(
            host_name=self.host_name.data or "",
            host_address=(self.host_address.data or "").casefold() or None,
            language=self.language.data,
            registration_id=self.found.id if self.found else None,
            delegation_id=as_uuid(self.delegation.data),
            event_id=as_uuid(self.event.data),
            escalate_address=other,
            escalate_minutes=(self.escalate_minutes.data or ESCALATED_AFTER)
            if other
            else None,
        )
        host = self.persons.get(self.host.data)
        return named_host(host, entry) if host else entry


def keys_of(texts: Sequence[str]) -> list[UUID]:
    """The keys among what a page sent."""
    return [key for text in texts if (key := as_uuid(text)) is not None]
