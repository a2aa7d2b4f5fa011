"""What all our forms share."""

from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import ValidationError
from wtforms.validators import StopValidation

UNPROCESSABLE = 422
OK = 200


class Form(FlaskForm):
    """A form that strips what people type, and knows the status of its page."""

    class Meta(FlaskForm.Meta):
        """Texts only, without blanks around them and without control characters."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ANN401 - wtforms
            """Read what pages send; what scripts send has other types than texts."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def bind_field(
            self,
            form: Any,  # noqa: ANN401 - wtforms
            unbound_field: Any,  # noqa: ANN401 - wtforms
            options: dict[str, Any],
        ) -> Any:  # noqa: ANN401 - wtforms
            """Clean before validation; passwords are left as they were typed."""
            clean = CLEANERS.get(unbound_field.field_class.__name__)
            if clean is not None:
                given = list(unbound_field.kwargs.get("filters", ()))
                unbound_field.kwargs["filters"] = [
                    clean,
                    *(one for one in given if one is not clean),
                ]
            return unbound_field.bind(form=form, **options)

    @property
    def status(self) -> int:
        """422 for a form that comes back with errors, else 200."""
        return UNPROCESSABLE if self.errors and request.method == "POST" else OK


def cleaned(text: object) -> object:
    """`text` without surrounding blanks and without control characters."""
    if not isinstance(text, str):
        return text
    kept = "".join(
        sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in "\n\t" or (sign.isprintable() or sign in "\u200c\u200d\u00a0\u3000")
    )
    return kept.strip()


def one_line(text: object) -> object:
    """The same on one line: a name that breaks would break the head of a mail."""
    kept = cleaned(text)
    if not isinstance(kept, str):
        return kept
    return kept.replace("\n", " ").replace("\t", " ")


CLEANERS = {
    "StringField": one_line,
    "EmailField": one_line,
    "SearchField": one_line,
    "TextAreaField": cleaned,
}


def as_uuid(text: str | None) -> UUID | None:
    """The key in `text`, or None where it is not one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Fits:
    """Refuses a text that is too long, and says by how much."""

    def __init__(self, most: int) -> None:
        """Allow at most `most` characters."""
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Raise ValidationError for a longer text."""
        if field.data and len(field.data) > self.most:
            raise ValidationError(_("Use at most %(most)s characters.", most=self.most))


class Needed:
    """Refuses an empty answer with the sentence that says what to do."""

    def __init__(self, message: Any) -> None:  # noqa: ANN401 - lazy text
        """Say `message` where nothing was given."""
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Raise StopValidation for an empty answer."""
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(self.message)


class Mailable:
    """Refuses what is not an e-mail address, and keeps its usual form."""

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Raise ValidationError for anything to which no mail can go."""
        try:
            found = validate_email(
                field.data, check_deliverability=False, allow_smtputf8=False
            )
        except EmailNotValidError:
            raise ValidationError(
                _("Enter an e-mail address, for example name@university.edu.")
            ) from None
        field.data = found.ascii_email or found.normalized
