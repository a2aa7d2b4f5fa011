"""One thing that differs between two plans, in plain words."""

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class Difference:
    """One thing that differs, in plain words of the reader's language.

    Without `before` it is new, without `after` it is gone; without both it is another
    one, and the words say no more.
    """

    label: str
    before: str | None
    after: str | None
    field: str = ""  # of the plan; "when", "people"

    def __str__(self) -> str:
        """All of it on one line of a mail."""
        words = {"label": self.label, "before": self.before, "after": self.after}
        if self.before is None and self.after is None:
            return _("%(label)s: changed", **words)
        if self.before is None:
            return _("%(label)s: %(after)s", **words)
        if self.after is None:
            return _("%(label)s: %(before)s", **words)
        return _("%(label)s: %(before)s → %(after)s", **words)


def or_nothing(words: str | None) -> str:
    """What is told of a field in which nothing stands."""
    return words or _("Nothing")
