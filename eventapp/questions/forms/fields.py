"""Fields for answers of every kind, and how their values become words to keep."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, ValidationError
from wtforms.validators import StopValidation

from eventapp.files.models import StoredFile
from eventapp.web.forms import as_uuid

SIGNS_OF_NUMBERS = frozenset("+0123456789 ()-./#")


class Buttons(RadioField):
    """One answer of a few that are all shown."""

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered; nothing is refused where it is needed."""
        offered = {choice.value for choice in self.iter_choices()}
        if self.data is not None and self.data not in offered:
            raise ValidationError(gettext("Choose one of the answers."))


class Files(MultipleFileField):
    """Files to add, and those handed in before, to be kept or taken away."""

    kept: Sequence[tuple[UUID, StoredFile]] = ()
    chosen: frozenset[UUID] = frozenset()
    was_sent = False

    def process(
        self,
        formdata: Any,  # noqa: ANN401 - wtforms
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Read which files stay."""
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            keys = (as_uuid(text) for text in formdata.getlist(f"{self.name}-keep"))
            self.chosen = frozenset(key for key in keys if key)
            self.was_sent = f"{self.name}-sent" in formdata

    @property
    def staying(self) -> tuple[UUID, ...]:
        """Which of the files handed in before stay."""
        if not self.was_sent:
            return tuple(key for key, _stored in self.kept)
        return tuple(key for key, _stored in self.kept if key in self.chosen)

    @property
    def uploads(self) -> list[FileStorage]:
        """What was sent now."""
        return [
            one
            for one in self.data or ()
            if isinstance(one, FileStorage) and one.filename
        ]


class Answered:
    """Refuses an empty answer, with the question in the sentence."""

    field_flags = {"required": True}  # noqa: RUF012 - as wtforms reads it

    def __init__(self, message: str) -> None:
        """Say `message` where nothing was given."""
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Stop where nothing was given; of the unreadable, the field itself speaks."""
        if field.errors:
            raise StopValidation
        if isinstance(field, Files):
            is_empty = not field.staying and not field.uploads
        else:
            is_empty = field.data in (None, "", [], False)
        if is_empty:
            raise StopValidation(self.message)


class Unless:
    """Stops before the checks where an optional answer is empty."""

    field_flags = {"optional": True}  # noqa: RUF012 - as wtforms reads it

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Nothing to check."""
        if not field.errors and not field.data:
            raise StopValidation


class Dialled:
    """Refuses what nobody can call."""

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Take digits, and what people write between them."""
        text = (field.data or "").strip()
        field.data = text
        has_digits = any(sign.isdigit() for sign in text)
        if not has_digits or not set(text) <= SIGNS_OF_NUMBERS:
            raise ValidationError(
                _("Enter a phone number, for example +48 77 123 456.")
            )


class Linked:
    """Refuses what is no address of a page."""

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Take https and http; add the first where none was typed."""
        text = (field.data or "").strip()
        if "://" not in text and ":" not in text.partition("/")[0]:
            text = f"https://{text}"
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            host, parts = "", urlsplit("")
        if parts.scheme not in {"http", "https"} or "." not in host or " " in text:
            raise ValidationError(
                _("Enter a web address, for example https://university.edu.")
            )
        field.data = text


class Between:
    """Refuses too few or too many choices."""

    def __init__(self, least: int | None, most: int | None) -> None:
        """Take from `least` to `most` choices."""
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Count what was chosen."""
        count = len(field.data or ())
        if self.least and count < self.least:
            raise ValidationError(
                ngettext(
                    "Choose at least %(num)d answer.",
                    "Choose at least %(num)d answers.",
                    self.least,
                )
            )
        if self.most and count > self.most:
            raise ValidationError(
                ngettext(
                    "Choose at most %(num)d answer.",
                    "Choose at most %(num)d answers.",
                    self.most,
                )
            )
