"""How the domain says no."""

from typing import Any, ClassVar

from flask_babel import LazyString


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A broken rule, with a sentence fit to be shown to the person.

    Unhandled, it becomes a page with `status`, and the transaction is undone.
    """

    status: ClassVar[int] = 409
    message: ClassVar[LazyString | str]

    def __init__(self, **details: Any) -> None:  # noqa: ANN401 - shown as text
        super().__init__(type(self).__name__)
        self.details = details

    def __str__(self) -> str:
        """Say why, in the reader's language."""
        text = str(self.message)
        return text % self.details if self.details else text
