"""How a list is read, and what its columns hold."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, RadioField

from eventapp.exchange.forms.files import examples_in
from eventapp.intake.columns import DAYS, FIELDS, SUBJECTS
from eventapp.intake.values import is_ambiguous
from eventapp.intake.vocabulary import DayOrder, NamesOrder, Subject, Welcome
from eventapp.registration.forms.fields import options
from eventapp.spreadsheets.encodings import ENCODINGS
from eventapp.spreadsheets.files import Spreadsheet
from eventapp.spreadsheets.tables import Table
from eventapp.web.fields import Pick
from eventapp.web.forms import Form

DAY_ORDERS: dict[str, object] = {
    DayOrder.DAY_FIRST: lazy_gettext("The day: 03/04 is 3 April"),
    DayOrder.MONTH_FIRST: lazy_gettext("The month: 03/04 is 4 March"),
}
NAMES_ORDERS: dict[str, object] = {
    NamesOrder.GIVEN_FIRST: lazy_gettext("The given name: Xiaoming Wang"),
    NamesOrder.FAMILY_FIRST: lazy_gettext("The family name: Wang Xiaoming"),
}
WELCOMES: dict[str, object] = {
    Welcome.CONFIRMED: lazy_gettext("Confirmed, with number and badge"),
    Welcome.SUBMITTED: lazy_gettext("Submitted; the office decides later"),
    Welcome.DRAFT: lazy_gettext("Begun; each person completes the rest"),
}
NAMES = {"name", "given", "family", "native"}
SAMPLES = 5


class ColumnsForm(Form):
    """How a list is read; its fields are made for the list."""

    names_order = RadioField(
        lazy_gettext("Which name stands first"),
        choices=options(NAMES_ORDERS),
        default=NamesOrder.GIVEN_FIRST,
    )
    welcome = RadioField(
        lazy_gettext("As what these people are imported"),
        choices=options(WELCOMES),
        default=Welcome.SUBMITTED,
    )
    agrees = BooleanField(
        lazy_gettext("These people agreed that we keep their food and access needs")
    )
    day_order = RadioField(
        lazy_gettext("What stands first in a day"),
        choices=options(DAY_ORDERS),
        validate_choice=False,
    )

    table: Table

    @classmethod
    def for_list(
        cls, sheets: Spreadsheet, table: Table, subject: Subject
    ) -> "ColumnsForm":
        """A form with a field for each column."""
        fields: dict[str, Any] = {}
        if sheets.encoding:
            fields["encoding"] = Pick(_("Encoding of the file"))
        if len(sheets.tables) > 1:
            fields["sheet"] = Pick(_("Sheet"))
        fields["subject"] = Pick(_("What the rows are"))
        for place, header in enumerate(table.head):
            label = header or _("Column %(number)s", number=place + 1)
            fields[_name(place)] = Pick(label, description=examples_in(table, place))
        made: ColumnsForm = type("ColumnsOfList", (cls,), fields)()
        made.table = table
        made._offer(sheets, subject)
        if subject is Subject.SIGNUPS:
            del made.names_order, made.welcome, made.agrees
        return made

    def show(self, choices: Mapping[str, Any], encoding: str | None) -> None:
        """Fill in what was guessed or chosen."""
        for name in ("names_order", "welcome", "day_order", "subject", "agrees"):
            if name in self and choices.get(name):
                self[name].data = choices[name]
        if "sheet" in self:
            self["sheet"].data = str(choices.get("sheet", 0))
        if "encoding" in self:
            self["encoding"].data = encoding
        for place, field in choices["columns"].items():
            if _name(place) in self:
                self[_name(place)].data = field

    @property
    def columns(self) -> list[Field]:
        """The fields of the columns, in their order."""
        return [self[_name(place)] for place in range(len(self.table.head))]

    @property
    def chosen(self) -> dict[str, Any]:
        """How the list is to be read, as it is kept."""
        found: dict[str, Any] = {
            "columns": {
                str(place): field.data
                for place, field in enumerate(self.columns)
                if field.data
            },
            "subject": self["subject"].data,
            "head": list(self.table.head),
        }
        for name in ("names_order", "welcome", "day_order"):
            if name in self and self[name].data:
                found[name] = str(self[name].data)
        if "agrees" in self:
            found["agrees"] = bool(self["agrees"].data)
        if "sheet" in self:
            found["sheet"] = int(self["sheet"].data)
        return found

    def check(self) -> bool:
        """Whether the list has what it needs, and nothing twice."""
        seen: set[str] = set()
        for column in self.columns:
            if column.data and column.data in seen:
                column.errors = [_("Another column holds this already.")]
            seen.add(column.data)
        if self["subject"].data == Subject.SIGNUPS:
            if not {"delegate", "event"} <= seen:
                sentence = _("Choose a column for the id and one for the event.")
                self["subject"].errors = [sentence]
        elif "email" not in seen or not NAMES & seen:
            sentence = _("Choose a column for the e-mail address and one for the name.")
            self["subject"].errors = [sentence]
        if not self["day_order"].data and is_order_asked(self.table, self.mapped):
            sentence = _("Some days could be read in two ways. Say what stands first.")
            self["day_order"].errors = [sentence]
        return not self.errors

    @property
    def mapped(self) -> dict[int, str]:
        """What was chosen for the columns."""
        return {n: field.data for n, field in enumerate(self.columns) if field.data}

    def _offer(self, sheets: Spreadsheet, subject: Subject) -> None:
        if "encoding" in self:
            self["encoding"].offer(ENCODINGS.items())
        if "sheet" in self:
            names = [
                (str(number), table.name) for number, table in enumerate(sheets.tables)
            ]
            self["sheet"].offer(names)
        self["subject"].offer((str(one), str(word)) for one, word in SUBJECTS.items())
        words = [(field, str(word)) for field, word in FIELDS[subject].items()]
        for column in self.columns:
            column.offer(words, str(_("Not imported")))


def is_order_asked(table: Table, mapped: Mapping[int, str]) -> bool:
    """Whether a day of the list can be read in two ways."""
    places = [number for number, field in mapped.items() if field in DAYS]
    return any(is_ambiguous(row.cells[place]) for row in table.rows for place in places)


def samples_of(table: Table, mapped: Mapping[int, str]) -> list[str]:
    """Names as they are read: letters that look wrong show a wrong encoding."""
    places = [n for n, field in mapped.items() if field in {*NAMES, "institution"}]
    found = (
        " · ".join(row.cells[place] for place in places if row.cells[place])[:120]
        for row in table.rows
    )
    telling = sorted(dict.fromkeys(filter(None, found)), key=_is_plain)
    return telling[:SAMPLES]


def _is_plain(text: str) -> bool:
    return text.replace(" · ", "").isascii()


def _name(place: int | str) -> str:
    return f"column_{place}"
