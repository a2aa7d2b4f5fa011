"""Public texts alone, side by side."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from eventapp.kernel.i18n import Localised
from eventapp.planning.queries.texts import Owner, OwnerKind
from eventapp.web.forms import Form
from eventapp.web.texts import Texts

NAME = _("Enter a name in one language at least.")


class TextsForm(Form):
    """The texts of one thing, in the languages of the week."""

    version = HiddenField()

    def speak(self, tags: Iterable[str]) -> "TextsForm":
        """Ask for the texts in these languages."""
        asked = tuple(tags)
        for text in self.texts:
            text.speak(asked)
        return self

    def show(self, owner: Owner) -> "TextsForm":
        """Fill in what is written."""
        for text in self.texts:
            text.show(owner.texts[text.short_name])
        self.version.data = owner.mark
        return self

    @property
    def texts(self) -> list[Texts]:
        """The fields with texts."""
        return [field for field in self if isinstance(field, Texts)]

    def written(self, owner: Owner) -> Mapping[str, Localised | None]:
        """What was written; after validation."""
        return {
            text.short_name: text.text(owner.texts[text.short_name])
            if text.needed is not None
            else text.text_or_none(owner.texts[text.short_name])
            for text in self.texts
        }


class WeekTexts(TextsForm):
    """The texts of a week."""

    name = Texts(_("Name"), most=200, needed=NAME)
    theme = Texts(_("Theme"))
    city = Texts(_("City"), most=120, needed=NAME)
    introduction = Texts(_("Introduction"), most=8000, lines=6)
    travel = Texts(_("Travel and hotels"), most=8000, lines=6)


class EventTexts(TextsForm):
    """The texts of an event."""

    title = Texts(_("Title"), needed=_("Enter a title in one language at least."))
    summary = Texts(_("What it is"), most=4000, lines=5)
    interpretation = Texts(_("Interpretation"))


class VenueTexts(TextsForm):
    """The texts of a venue."""

    name = Texts(_("Name"), most=200, needed=NAME)
    address = Texts(_("Address"), most=500)
    directions = Texts(_("The way there"), most=2000, lines=4)


class PersonTexts(TextsForm):
    """The texts of a person."""

    office = Texts(_("Office"))


FORMS: Mapping[OwnerKind, type[TextsForm]] = {
    OwnerKind.WEEK: WeekTexts,
    OwnerKind.EVENT: EventTexts,
    OwnerKind.VENUE: VenueTexts,
    OwnerKind.PERSON: PersonTexts,
}


def form_of(owner: Owner, tags: Iterable[str]) -> TextsForm:
    """The form for the texts of `owner`; several fit on one page."""
    return FORMS[owner.kind](prefix=owner.name).speak(tags)
