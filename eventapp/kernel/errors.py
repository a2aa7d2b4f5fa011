"""How the domain says no."""

from typing import Any, ClassVar

from flask_babel import LazyString, lazy_gettext


class Refusal(Exception):
    """A broken rule, with a sentence fit to be shown to the person.

    Unhandled, it becomes a page with `status`, and the transaction is undone.
    """

    status: ClassVar[int] = 409
    message: ClassVar[LazyString | str]

    def __init__(self, **details: Any) -> None:
        super().__init__(type(self).__name__)
        self.details = details

    def __str__(self) -> str:
        """Say why, in the reader's language."""
        text = str(self.message)
        return text % self.details if self.details else text


class VaultLocked(Refusal):
    """None of our keys opens what was sealed, or it was tampered with."""

    message = lazy_gettext(
        "These data cannot be opened: the key of the vault does not fit. Ask the"
        " person who runs the site."
    )
