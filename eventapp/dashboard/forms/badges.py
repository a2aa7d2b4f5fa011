"""What an organiser decides about badges: which ones are printed, how they look."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField
from wtforms import Form as PlainForm

from eventapp.badges.designs import BANDS, Design
from eventapp.badges.formats import SINGLE, WORDS, Format
from eventapp.badges.queries import Selection
from eventapp.badges.vocabulary import Homes, Lead, Order, Reverse, Wanted
from eventapp.badges.words import HOMES, LEADS, ORDERS, REVERSES, WANTED
from eventapp.badges.working import Printing
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Track
from eventapp.programme.words import TRACKS
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Count, Day, Pick, Picks, member, words_of
from eventapp.web.forms import Form, as_uuid
from eventapp.web.texts import Texts

LARGEST_NUMBER = 99_999


class PrintForm(Form):
    """Which badges are printed, in which order, on which paper."""

    wanted = Pick(_("Which badges"))
    kinds = Picks(_("Only these roles"), description=_("None ticked: all."))
    delegation = Pick(_("Only this delegation"))
    first = Count(_("From badge number"), least=1, most=LARGEST_NUMBER)
    last = Count(_("To badge number"), least=1, most=LARGEST_NUMBER)
    order = Pick(_("In which order"))
    format = Pick(
        _("Paper"), description=_("Labels have no reverse: one side is printed.")
    )
    sure = BooleanField(_("Print all of them"))

    def offer(self, delegations: Sequence[Delegation], design: Design) -> "PrintForm":
        """Offer what there is; the paper of the week is chosen already."""
        self.wanted.offer(words_of(WANTED))
        self.kinds.choices = words_of(DELEGATE_KINDS)
        self.delegation.offer(
            [(str(one.id), one.title) for one in delegations], gettext("All")
        )
        self.order.offer(words_of(ORDERS))
        self.format.offer(words_of(WORDS))
        if not self.is_submitted():
            self.wanted.data, self.order.data = Wanted.ALL, Order.NUMBER
            self.format.data = design.sheet_format
        return self

    def printing(self) -> Printing:
        """What was chosen."""
        return Printing(
            Selection(
                kinds=tuple(map(DelegateKind, self.kinds.data or ())),
                delegation_id=as_uuid(self.delegation.data),
                first=self.first.data,
                last=self.last.data,
            ),
            member(Wanted, self.wanted),
            member(Order, self.order),
            member(Format, self.format),
        )


class RoleForm(PlainForm):
    """How the badges of one role look."""

    band = Pick(_("Colour"))
    word = Texts(_("Word on the badge"), most=40)


class DesignForm(Form):
    """How the badges of a week look."""

    lead = Pick(_("Which name is large"))
    homes = Pick(_("The institution"))
    has_territory = BooleanField(_("Country or region"))
    has_languages = BooleanField(_("Languages that the person speaks"))
    has_number = BooleanField(_("Number of the badge"))
    has_reference = BooleanField(_("Reference, for typing at a desk"))
    language = Pick(
        _("Language of the badge"),
        description=_("Of roles, countries or regions, and institutions."),
    )
    heading = Texts(
        _("Text at the top"), most=80, description=_("Empty: the name of the week.")
    )
    reverse = Pick(_("On the reverse"))
    reverse_text = Texts(
        _("Text on the reverse"),
        most=600,
        lines=4,
        description=_("For example the help phone, and the name of the Wi-Fi."),
    )
    reverse_on = Day(
        _("Day of the programme"), description=_("Empty: the first day of the week.")
    )
    sheet_format = Pick(_("Usual paper of the office"))
    desk_format = Pick(_("Usual paper of the desks"))
    kiosk_prints = BooleanField(
        _("Kiosks print badges by themselves"),
        description=_("Once for each person, unless a desk has printed the badge."),
    )
    president = FormField(RoleForm)
    vice_president = FormField(RoleForm)
    delegate = FormField(RoleForm)
    teacher = FormField(RoleForm)
    expert = FormField(RoleForm)
    student = FormField(RoleForm)
    enterprise = FormField(RoleForm)
    companion = FormField(RoleForm)

    def offer(self, week: Week) -> "DesignForm":
        """Offer what there is."""
        self.lead.offer(words_of(LEADS))
        self.homes.offer(words_of(HOMES))
        self.language.offer(
            [(one.tag, one.name) for one in LANGUAGES], gettext("Of whoever prints it")
        )
        self.reverse.offer(words_of(REVERSES))
        self.sheet_format.offer(words_of(WORDS))
        self.desk_format.offer([(one, str(WORDS[one])) for one in SINGLE])
        for texts in (self.heading, self.reverse_text):
            texts.speak(week.languages)
        for _kind, role in self.roles():
            role.band.offer(words_of(TRACKS))
            role.word.speak(week.languages)
        return self

    def roles(self) -> list[tuple[DelegateKind, RoleForm]]:
        """The part of each role."""
        return [(kind, self[kind.value].form) for kind in DelegateKind]

    def show(self, design: Design) -> None:
        """Fill in how badges look now."""
        for name in PLAIN:
            self[name].data = getattr(design, name)
        self.language.data = design.language or ""
        self.heading.show(design.heading)
        self.reverse_text.show(design.reverse_text)
        for kind, role in self.roles():
            role.band.data = design.band(kind)
            role.word.show(design.words.get(kind))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Refuse a reverse with a text that nobody wrote."""
        is_valid = bool(super().validate(extra_validators))
        if self.reverse.data == Reverse.TEXT and not self.reverse_text.text():
            self.reverse_text.errors = [gettext("Enter the text of the reverse.")]
            return False
        return is_valid

    def design(self) -> Design:
        """How badges are to look."""
        bands: dict[DelegateKind, Track] = {}
        words: dict[DelegateKind, Localised] = {}
        for kind, role in self.roles():
            if (band := member(Track, role.band)) is not BANDS[kind]:
                bands[kind] = band
            if word := role.word.text_or_none():
                words[kind] = word
        return Design(
            lead=member(Lead, self.lead),
            homes=member(Homes, self.homes),
            has_territory=self.has_territory.data,
            has_languages=self.has_languages.data,
            has_number=self.has_number.data,
            has_reference=self.has_reference.data,
            language=self.language.data or None,
            heading=self.heading.text_or_none(),
            bands=bands,
            words=words,
            reverse=member(Reverse, self.reverse),
            reverse_text=self.reverse_text.text_or_none(),
            reverse_on=self.reverse_on.data,
            sheet_format=member(Format, self.sheet_format),
            desk_format=member(Format, self.desk_format),
            kiosk_prints=self.kiosk_prints.data,
        )


PLAIN = (
    "lead",
    "homes",
    "has_territory",
    "has_languages",
    "has_number",
    "has_reference",
    "reverse",
    "reverse_on",
    "sheet_format",
    "desk_format",
    "kiosk_prints",
)
