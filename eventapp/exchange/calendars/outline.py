"""The lines of a calendar file, parted into its events; damage is found on the way.

Each event is read by itself afterwards, so that one broken event spoils no other, and
a reader learns in which line the damage is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.exchange.calendars.findings import Finding, tells, warns
from eventapp.exchange.errors import CalendarTooLong
from eventapp.spreadsheets.encodings import ENCODINGS, decoded
from eventapp.spreadsheets.errors import NotATable

LARGEST = 3_000_000  # bytes
MOST_LINES = 100_000
MOST_BLOCKS = 20_000
LONGEST_LINE = 60_000  # letters, unfolded
DEEPEST = 8
MARK = b"\xef\xbb\xbf"
FOLD = re.compile(rb"\r?\n[ \t]")
BREAK = re.compile(r"\r\n|\n|\r")
PROPERTY = re.compile(r"([A-Za-z0-9-]+)[;:]")
ZONE = "X-ZONE"  # what TZID is called while icalendar reads
ZONED = re.compile(
    r"^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;[^:;]*)*?);TZID=", re.IGNORECASE
)
SHOWN = 3  # numbers of lines


@dataclass
class Block:
    """A component with its lines; those of components within it are apart."""

    name: str
    line: int  # where it begins
    lines: list[str] = field(default_factory=list)
    inner: list["Block"] = field(default_factory=list)
    is_whole: bool = False

    def value(self, name: str) -> str:
        """The value of the first property of this name, as it is written."""
        for line in self.lines:
            found = PROPERTY.match(line)
            if found and found[1].upper() == name:
                return _value(line)
        return ""

    def octets(self) -> bytes:
        """The component as icalendar reads it, without those within it.

        Names of zones are hidden from it: it would look for them among its own.
        """
        shown = (ZONED.sub(rf"\1;{ZONE}=", line, count=1) for line in self.lines)
        lines = [f"BEGIN:{self.name}", *shown, f"END:{self.name}", ""]
        return "\r\n".join(lines).encode()


@dataclass(frozen=True)
class Outline:
    """A file, parted."""

    head: Block  # the properties of the first calendar
    events: tuple[Block, ...]
    zones: tuple[Block, ...]
    findings: tuple[Finding, ...]
    is_cut: bool


def outline_of(content: bytes) -> Outline:
    """The events of a file, and how it is damaged.

    Raises:
        CalendarTooLong: it would take minutes to read.
    """
    if len(content) > LARGEST or content.count(b"\n") > MOST_LINES:
        raise CalendarTooLong
    if content.upper().count(b"BEGIN:") > MOST_BLOCKS:
        raise CalendarTooLong
    text, findings = _text(content)
    parting = _Parting()
    for number, line in _unfolded(text):
        parting.take(number, line[:LONGEST_LINE])
    return parting.outline(findings)


def _text(content: bytes) -> tuple[str, list[Finding]]:
    """The letters, with a sign in place of each fold: only then are they letters."""
    found: list[Finding] = []
    if content.startswith(MARK):
        content = content.removeprefix(MARK)
        found.append(tells(_("A hidden sign stands before the first line (BOM).")))
    joined = FOLD.sub(b"\x00", content.replace(b"\x00", b""))
    try:
        joined.replace(b"\x00", b"").decode()
    except UnicodeDecodeError:
        return _other_encoding(joined, found)
    try:
        return joined.decode(), found
    except UnicodeDecodeError:
        found.append(
            warns(
                _(
                    "Long lines are broken in the middle of letters. Many"
                    " calendar programs show damaged words."
                )
            )
        )
        return _folds_at_letters(joined), found


def _folds_at_letters(joined: bytes) -> str:
    """The same, with each fold moved behind the letter in which it stood."""
    moved = re.sub(b"\x00([\x80-\xbf]+)", b"\\1\x00", joined)
    return moved.decode(errors="replace")


def _other_encoding(joined: bytes, found: list[Finding]) -> tuple[str, list[Finding]]:
    folded = joined.replace(b"\x00", b"\r\n ")
    try:
        text, used = decoded(folded)
    except NotATable:
        text, used = folded.decode(errors="replace"), "utf-8"
    name = ENCODINGS[used]
    found.append(
        warns(
            _(
                "The letters are not UTF-8, as they should be. We read them as"
                " %(encoding)s: check the titles.",
                encoding=name,
            )
        )
    )
    return FOLD.sub(b"\x00", text.encode()).decode(), found


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines, and the number of the line in which each begins."""
    number = 1
    for line in BREAK.split(text):
        yield number, line.replace("\x00", "")
        number += 1 + line.count("\x00")


class _Parting:
    """Takes lines one after the other."""

    def __init__(self) -> None:
        self.head = Block("VCALENDAR", 1)
        self.events: list[Block] = []
        self.zones: list[Block] = []
        self.open: list[Block] = []
        self.stray: list[int] = []
        self.after: int | None = None
        self.calendars = 0
        self.is_cut = False

    def take(self, number: int, line: str) -> None:
        upper = line[:40].strip().upper()
        if upper.startswith("BEGIN:"):
            self._begin(upper.removeprefix("BEGIN:"), number)
        elif upper.startswith("END:"):
            self._end(upper.removeprefix("END:"))
        elif not line.strip():
            return
        elif not self.open:
            self.after = self.after or number
        elif PROPERTY.match(line):
            self.open[-1].lines.append(line)
        else:
            self.stray.append(number)

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self.calendars += 1
            self.is_cut = self.is_cut or bool(self.open)
            self.open = [self.head if self.calendars == 1 else Block(name, number)]
            return
        if name in {"VEVENT", "VTIMEZONE"} and len(self.open) > 1:
            self.is_cut = True  # the one before never ended
            del self.open[1:]
        block = Block(name, number)
        if len(self.open) >= DEEPEST:
            raise CalendarTooLong
        if self.open:
            self.open[-1].inner.append(block)
        self.open.append(block)
        if name == "VEVENT":
            self.events.append(block)
        elif name == "VTIMEZONE":
            self.zones.append(block)

    def _end(self, name: str) -> None:
        names = [one.name for one in self.open]
        if name not in names:
            return
        while self.open[-1].name != name:
            self.open.pop()
            self.is_cut = True
        self.open.pop().is_whole = True

    def outline(self, findings: list[Finding]) -> Outline:
        is_cut = self.is_cut or bool(self.open) or not self.head.is_whole
        return Outline(
            self.head,
            tuple(one for one in self.events if one.is_whole),
            tuple(one for one in self.zones if one.is_whole),
            (*findings, *self._findings(is_cut=is_cut)),
            is_cut,
        )

    def _findings(self, *, is_cut: bool) -> Iterator[Finding]:
        if is_cut:
            yield warns(
                _("The file is cut off or damaged: something in it never ends.")
            )
        if lost := sum(1 for one in self.events if not one.is_whole):
            yield warns(
                ngettext(
                    "%(num)d event is not whole. It is left out.",
                    "%(num)d events are not whole. They are left out.",
                    lost,
                )
            )
        if self.stray:
            numbers = ", ".join(map(str, self.stray[:SHOWN]))
            more = "…" if len(self.stray) > SHOWN else ""
            yield warns(
                _(
                    "Long lines are broken wrongly, at line %(numbers)s. What"
                    " stands there is left out.",
                    numbers=numbers + more,
                )
            )
        if self.after is not None:
            yield warns(
                _(
                    "There is text outside the calendar, at line %(number)s. Some"
                    " calendar programs then show nothing at all.",
                    number=self.after,
                )
            )
        if self.calendars > 1:
            yield tells(
                ngettext(
                    "The file holds %(num)d calendar.",
                    "The file holds %(num)d calendars. We show them as one.",
                    self.calendars,
                )
            )


def _value(line: str) -> str:
    """What stands behind the colon; one in quotation marks is none."""
    is_quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ":" and not is_quoted:
            return line[place + 1 :].strip()
    return ""
