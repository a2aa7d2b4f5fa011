"""The fields and checks which these forms share."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.web.forms import Needed

CHOOSE_ONE = _("Choose one of the answers.")


def options(words: Mapping[str, object]) -> list[SelectChoice]:
    """Choices by the value that a form sends."""
    return [SelectChoice(value, word) for value, word in words.items()]


def offered(field: SelectField) -> set[str]:
    """The values that may come back."""
    return {choice.value for choice in field.iter_choices()}


def need(field: Field, sentence: object) -> None:
    """Let a field of one form need an answer, beside its other checks."""
    field.validators = [Needed(sentence), *field.validators]
    field.flags.required = True


class One(SelectField):
    """One answer of a list that unfolds."""

    data: str | None

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered; what was not sent is empty."""
        if self.data is None:
            self.data = ""
        if self.data not in offered(self):
            raise ValidationError(CHOOSE_ONE)


class OneOf(RadioField):
    """One answer of a few that are all shown."""

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered; nothing is refused where it is needed."""
        if self.data is not None and self.data not in offered(self):
            raise ValidationError(CHOOSE_ONE)


class SomeOf(SelectMultipleField):
    """Any number of answers, to be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered."""
        if not set(self.data or ()) <= offered(self):
            raise ValidationError(CHOOSE_ONE)
