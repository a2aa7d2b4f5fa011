"""Choosing a file, and what its columns hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, ValidationError

from eventapp.exchange.columns import SUBJECTS, Subject, choices
from eventapp.exchange.files import Content
from eventapp.spreadsheets.encodings import ENCODINGS
from eventapp.spreadsheets.tables import Table
from eventapp.web.fields import Pick
from eventapp.web.forms import Form

EXAMPLES = 3
LONGEST_EXAMPLE = 40
NEEDED = {
    Subject.EVENTS: ({"key", "title"}, lazy_gettext("Choose a column for the title.")),
    Subject.PEOPLE: ({"event"}, lazy_gettext("Choose a column for the event.")),
    Subject.VENUES: ({"name"}, lazy_gettext("Choose a column for the name.")),
    Subject.NOTHING: (set[str](), ""),
}


class FileForm(Form):
    """A file to import."""

    file = FileField(lazy_gettext("File"))

    def validate_file(self, field: Field) -> None:
        """Refuse a form without a file."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))


class ColumnsForm(Form):
    """What the tables and columns of a file hold; its fields are made for the file."""

    creates_venues = BooleanField(
        lazy_gettext("Add venues that the week does not have")
    )

    tables: Sequence[Table]

    @classmethod
    def for_file(
        cls, content: Content, subjects: Sequence[Subject], tags: Sequence[str]
    ) -> "ColumnsForm":
        """A form with a field for each table and each of its columns."""
        fields: dict[str, Any] = {}
        if content.encoding:
            fields["encoding"] = Pick(_("Encoding of the file"))
        for number, (table, subject) in enumerate(
            zip(content.tables, subjects, strict=True)
        ):
            if table.is_ours:
                continue
            fields[f"subject_{number}"] = Pick(_("What the rows are"))
            for place, header in enumerate(table.head if subject != "nothing" else ()):
                label = header or _("Column %(number)s", number=place + 1)
                fields[_name(number, place)] = Pick(
                    label, description=examples_in(table, place)
                )
        made: ColumnsForm = type("ColumnsOfFile", (cls,), fields)()
        made.tables = content.tables
        made._offer(subjects, tags)
        return made

    def show(self, chosen: Mapping[str, Any], encoding: str | None) -> None:
        """Fill in what was guessed or chosen."""
        self.creates_venues.data = bool(chosen.get("creates_venues"))
        if "encoding" in self:
            self["encoding"].data = encoding
        for number, table in enumerate(chosen["tables"]):
            if f"subject_{number}" in self:
                self[f"subject_{number}"].data = table["subject"]
            for place, field in table["columns"].items():
                if _name(number, place) in self:
                    self[_name(number, place)].data = field

    def chosen(self, subjects: Sequence[Subject]) -> list[dict[str, Any]]:
        """The columns of each table, as they were chosen."""
        return [
            {
                "subject": str(subject),
                "columns": self._columns(number, table),
            }
            for number, (table, subject) in enumerate(
                zip(self.tables, subjects, strict=True)
            )
        ]

    def columns(self, number: int) -> list[Field]:
        """The fields of the columns of one table."""
        head = range(len(self.tables[number].head))
        names = [_name(number, place) for place in head]
        return [self[name] for name in names if name in self]

    def check(self, subjects: Sequence[Subject]) -> bool:
        """Whether every table has what it needs, and nothing twice."""
        for number, subject in enumerate(subjects):
            if self.tables[number].is_ours:
                continue
            seen: set[str] = set()
            for column in self.columns(number):
                if column.data and column.data in seen:
                    column.errors = [_("Another column holds this already.")]
                seen.add(column.data)
            needed, sentence = NEEDED[subject]
            held = {field.partition(":")[0] for field in seen}
            if needed and not needed & held:
                self[f"subject_{number}"].errors = [str(sentence)]
        return not self.errors

    def _columns(self, number: int, table: Table) -> dict[str, str]:
        if table.is_ours:
            return {str(place): field for place, field in enumerate(table.head)}
        return {
            str(place): self[_name(number, place)].data
            for place in range(len(table.head))
            if _name(number, place) in self and self[_name(number, place)].data
        }

    def _offer(self, subjects: Sequence[Subject], tags: Sequence[str]) -> None:
        if "encoding" in self:
            self["encoding"].offer(ENCODINGS.items())
        for number, subject in enumerate(subjects):
            if f"subject_{number}" not in self:
                continue
            words = [(str(one), str(word)) for one, word in SUBJECTS.items()]
            self[f"subject_{number}"].offer(words)
            for column in self.columns(number):
                column.offer(choices(subject, tags), str(_("Not imported")))


def _name(number: int, place: int | str) -> str:
    return f"column_{number}_{place}"


def examples_in(table: Table, place: int) -> str:
    """The first words that stand in a column."""
    words = dict.fromkeys(row.cells[place] for row in table.rows if row.cells[place])
    if not words:
        return str(_("This column is empty."))
    shown = [
        word if len(word) <= LONGEST_EXAMPLE else f"{word[:LONGEST_EXAMPLE]}…"
        for word in list(words)[:EXAMPLES]
    ]
    return str(_("For example: %(words)s", words=" · ".join(shown)))
