"""Reading an invitation list: columns by their names, each row with its problems."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import NamedTuple
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from eventapp.invitations.service.writing import InvitationEntry
from eventapp.kernel.names import PersonName, language_of, searchable
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.spreadsheets.tables import Limits, Row, Table
from eventapp.web.texts import WRITTEN

LIMITS = Limits(rows=800)
LATEST = time(23, 59)
MOST_USES = 1000
NEAR = 0.9  # how alike names are that we ask about
COLUMNS = {
    "name": "name|full name|guest|contact|姓名|名字|联系人",
    "address": "address|e-mail|email|mail|邮箱|电子邮件|电子邮箱",
    "institution": "institution|university|organisation|organization"
    "|机构|学校|单位|院校|大学",
    "language": "language|lang|语言",
    "kind": "kind|role|category|type|身份|类别|类型",
    "uses": "uses|places|quota|number|人数|次数|名额",
    "last_day": "last day|deadline|until|expires|截止日期|最后一天|有效期",
}


class Directory(NamedTuple):
    """Institutions by each of their folded names."""

    keys: Mapping[str, frozenset[UUID]]
    names: Mapping[UUID, str]

    @classmethod
    def of(cls, rows: Iterable[tuple[UUID, str, Sequence[str]]]) -> "Directory":
        """Out of keys, each with its name and all its names."""
        keys: dict[str, set[UUID]] = {}
        shown: dict[UUID, str] = {}
        for key, name, every in rows:
            shown[key] = name
            for one in every:
                keys.setdefault(searchable(one), set()).add(key)
        return cls({name: frozenset(found) for name, found in keys.items()}, shown)

    def exactly(self, name: str) -> UUID | None:
        """The one institution that bears this name; None where none or several do."""
        found = self.keys.get(searchable(name), frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def near(self, name: str) -> str | None:
        """An institution whose name is nearly this one; to be told, never taken."""
        alike = get_close_matches(searchable(name), self.keys, n=1, cutoff=NEAR)
        return self.names[min(self.keys[alike[0]])] if alike else None


@dataclass(frozen=True)
class Guest:
    """One row: whom it invites, what is wrong, and what we would like to say."""

    number: int
    cells: Mapping[str, str]
    entry: InvitationEntry
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        """Whether an invitation is made of it."""
        return not self.problems and not self.is_known


@dataclass(frozen=True)
class GuestList:
    """All rows of a table, and what was not understood of its head."""

    guests: tuple[Guest, ...]
    columns: Mapping[str, str]  # what we took a column for, by our name for it
    unused: tuple[str, ...]

    @property
    def new(self) -> list[Guest]:
        """The rows of which invitations are made."""
        return [one for one in self.guests if one.is_new]

    @property
    def known(self) -> list[Guest]:
        """Those whom the week has invited already."""
        return [one for one in self.guests if one.is_known and not one.problems]

    @property
    def wrong(self) -> list[Guest]:
        """Those with a problem."""
        return [one for one in self.guests if one.problems]


def read_list(
    table: Table, week: Week, directory: Directory, known: Iterable[Invitation]
) -> GuestList:
    """What an import of this table would do."""
    places = columns_of(table.head)
    seen = {
        _mark(one.address, one.institution_id, one.proposed_institution)
        for one in known
    }
    guests = []
    for row in table.rows:
        guest = _guest(row, places, week, directory)
        mark = _mark(
            guest.entry.address,
            guest.entry.institution_id,
            guest.entry.proposed_institution,
        )
        if mark and mark in seen:
            guest = replace(guest, is_known=True)
        if mark and not guest.problems:
            seen.add(mark)
        guests.append(guest)
    used = {table.head[place] for place in places.values()}
    return GuestList(
        tuple(guests),
        {name: table.head[place] for name, place in places.items()},
        tuple(word for word in table.head if word and word not in used),
    )


def columns_of(head: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by its name; the first one that fits."""
    found: dict[str, int] = {}
    for place, word in enumerate(head):
        folded = searchable(word).replace("_", " ").strip(" :*")
        for name, words in COLUMNS.items():
            if folded in words.split("|") and name not in found:
                found[name] = place
                break
    return found


def as_text(rows: GuestList) -> str:
    """The new rows in our own columns, to be read once more before they are taken."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows([one.cells[name] for name in COLUMNS] for one in rows.new)
    return text.getvalue()


def table_of_rows(text: str) -> Table:
    """What `as_text` wrote."""
    records = list(csv.reader(io.StringIO(text)))
    head, *rows = records or [[]]
    return Table(
        "",
        tuple(head),
        tuple(
            Row(number, tuple(cells))
            for number, cells in enumerate(rows[: LIMITS.rows], start=2)
            if len(cells) == len(head)
        ),
    )


def _guest(
    row: Row, places: Mapping[str, int], week: Week, directory: Directory
) -> Guest:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {name: row.cells[place].strip() for name, place in places.items()}
    problems: list[str] = []
    remarks: list[str] = []
    name, institution = cells["name"], cells["institution"]
    address = _address(cells["address"], problems)
    if not (name or institution or address):
        problems.append(_("Nobody is named: no name, no institution, no e-mail."))
    if len(name) > 200 or len(institution) > 300:  # noqa: PLR2004 - of the columns
        problems.append(_("A name is too long."))
    key = directory.exactly(institution) if institution else None
    if institution and key is None:
        remarks.append(_unassigned(institution, directory))
    entry = InvitationEntry(
        name=_name(name),
        address=address,
        is_tied=False,
        language=_language(cells["language"], week, problems),
        kind=_kind(cells["kind"], problems),
        institution_id=key,
        proposed_institution=None if key else institution or None,
        uses_allowed=_uses(cells["uses"], problems),
        expires_at=_ends(cells["last_day"], week, problems),
    )
    return Guest(row.number, cells, entry, tuple(problems), tuple(remarks))


def _mark(
    address: str | None, institution_id: UUID | None, proposed: str | None
) -> str | None:
    """By what we know somebody again: the address, else the institution."""
    if address:
        return f"@{address}"
    if institution_id:
        return str(institution_id)
    return searchable(proposed) if proposed else None


def _unassigned(name: str, directory: Directory) -> str:
    near = directory.near(name)
    if near:
        return _(
            "Not in the directory under this name. Perhaps it is %(near)s.", near=near
        )
    return _("Not in the directory. You can assign it later.")


def _name(text: str) -> PersonName:
    tag = language_of(text)
    return PersonName("", text, tag) if tag else PersonName(text)


def _address(text: str, problems: list[str]) -> str | None:
    if not text:
        return None
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        problems.append(_("“%(text)s” is not an e-mail address.", text=text[:80]))
        return None
    return (found.ascii_email or found.normalized).casefold()


def _language(text: str, week: Week, problems: list[str]) -> str:
    if not text:
        return week.languages[0]
    words = {"english": "en", "chinese": "zh-Hans", "中文": "zh-Hans", "英文": "en"}
    known = {tag.casefold(): tag for tag in (*week.languages, *WRITTEN.split())}
    known |= {"zh": "zh-Hans", "zh-cn": "zh-Hans", **words}
    found = known.get(text.casefold().replace("_", "-"))
    if found is None:
        problems.append(_("We do not know the language “%(text)s”.", text=text[:40]))
    return found or week.languages[0]


def _kind(text: str, problems: list[str]) -> DelegateKind | None:
    if not text:
        return None
    folded = searchable(text).replace("-", " ")
    for kind, word in DELEGATE_KINDS.items():
        named = kind.value.replace("_", " "), searchable(str(word)).replace("-", " ")
        if folded in named:
            return kind
    problems.append(
        _("We do not know the kind of delegate “%(text)s”.", text=text[:40])
    )
    return None


def _uses(text: str, problems: list[str]) -> int:
    if not text:
        return 1
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_USES:
        return int(text)
    problems.append(_("Write how often it may be used as a number from 1 to 1000."))
    return 1


def _ends(text: str, week: Week, problems: list[str]) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text.replace("/", "-").replace(".", "-")[:10])
        return instant_of(day, LATEST, week.tzinfo)
    except (ValueError, NoSuchHour):
        problems.append(_("Write the last day like 2027-03-09."))
        return None
