"""Notes for a driver or a hotel: they may tell of health, so one agrees to each."""

from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, ValidationError

from eventapp.kernel import i18n
from eventapp.registration.agreeing import has_agreed
from eventapp.registration.answers import Consents
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose
from eventapp.web.forms import Form


class NoteForm(Form):
    """A form with a note that is kept by an own consent only."""

    told: ClassVar[str]  # the field of the note
    statement: ClassVar[object]  # as the person says it
    statement_of_other: ClassVar[object]  # as somebody says it for them
    agrees = BooleanField()
    is_asked = True
    has_agreed = False

    def ask(self, whose: Registration | Delegation, *, for_other: bool) -> None:
        """Ask for a consent about one person; a group says nothing about health."""
        if isinstance(whose, Delegation):
            self.is_asked = False
            return
        is_said_by_other = for_other or whose.accompanies_id is not None
        said = self.statement_of_other if is_said_by_other else self.statement
        self.agrees.label.text = str(said)
        self.has_agreed = has_agreed(whose, ConsentPurpose.SENSITIVE)

    def validate_agrees(self, field: BooleanField) -> None:
        """Nothing without a consent."""
        if self.is_asked and self[self.told].data and not field.data:
            raise ValidationError(
                gettext("Agree that we keep what you wrote, or leave it empty.")
            )

    @property
    def consents(self) -> Consents | None:
        """What was agreed to, with the words as they stand on the page."""
        if not (self.is_asked and self[self.told].data and self.agrees.data):
            return None
        purpose = ConsentPurpose.SENSITIVE
        texts = {purpose: str(self.agrees.label.text)}
        return Consents({purpose: True}, texts, i18n.spoken().tag)


FOR_DRIVER = _(
    "You may keep this note, which may tell of my health, and show it to my driver."
)
FOR_HOTEL = _(
    "You may keep these wishes, which may tell of my health, and show them to my hotel."
)
FOR_DRIVER_OF_OTHER = _(
    "This person agrees that we keep the note and show it to the driver."
)
FOR_HOTEL_OF_OTHER = _(
    "This person agrees that we keep the wishes and show them to the hotel."
)
