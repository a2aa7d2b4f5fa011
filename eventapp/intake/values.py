"""Cells as values: addresses, numbers, days and hours; or the reason why not."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from eventapp.intake.vocabulary import DayOrder
from eventapp.kernel.wall import NoSuchHour, instant_of

LONGEST_ADDRESS = 254
LONGEST_PHONE = 40
FEWEST_DIGITS = 3
SHOWN = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")
SCIENTIFIC = re.compile(r"\+?\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
PHONE = re.compile(r"[+\d][\d\s().,/x#*-]*", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
NAMED = re.compile(r"(\d{1,2})[. -]([a-z]{3,9})[. ,-]*(\d{4})")
NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
HOUR = re.compile(
    r"(\d{1,2})[:.时点h](\d{2})?分?(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?"
    r"\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
NOON = 12
MIDNIGHT = 24


class UnreadableError(Exception):
    """A cell that says nothing we understand; its reason is in `findings`."""

    def __init__(self, code: str) -> None:
        """Say which reason."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Moment:
    """A day, and its instant where the cell says the hour."""

    on: date  # as the week's clocks show it
    at: datetime | None
    is_assumed: bool = False  # written like an instant, but without a zone


def address(text: str) -> tuple[str, bool]:
    """An e-mail address, and whether every mail server delivers to it.

    Raises:
        UnreadableError: it is none, or more than one.
    """
    if "\n" in text.strip() or "\r" in text.strip():
        raise UnreadableError("email_header_injection")
    text = unicodedata.normalize("NFC", text.strip())
    if shown := SHOWN.fullmatch(text):
        text = shown[1]
    if len(text) > LONGEST_ADDRESS:
        raise UnreadableError("email_too_long")
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise UnreadableError("email_invalid") from None
    if found.ascii_email:
        return found.ascii_email.casefold(), True
    kept = f"{found.local_part}@{found.ascii_domain}".casefold()
    if len(kept) > LONGEST_ADDRESS:
        raise UnreadableError("email_too_long")
    return kept, False


def phone(text: str) -> tuple[str, bool]:
    """A telephone number with plain digits, and whether it looks like one.

    Raises:
        UnreadableError: a spreadsheet program made a fraction of it.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if SCIENTIFIC.fullmatch(plain):
        raise UnreadableError("phone_scientific")
    digits = sum(sign.isdigit() for sign in plain)
    is_usual = bool(PHONE.fullmatch(plain)) and digits >= FEWEST_DIGITS
    return plain[:LONGEST_PHONE], is_usual and len(plain) <= LONGEST_PHONE


def moment(text: str, zone: ZoneInfo, order: DayOrder | None) -> Moment:
    """A day, with its hour where there is one; 24:00 is the next midnight.

    Raises:
        UnreadableError: it is no day, or it could be two.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    found, numbers = _day_in(plain, order)
    try:
        on = date(*numbers)
    except ValueError:
        raise UnreadableError("date_invalid") from None
    rest = plain[found.end() :].strip(" t,")
    if not rest:
        return Moment(on, None)
    hour = HOUR.fullmatch(rest)
    if hour is None:
        raise UnreadableError("date_invalid")
    on_wall, at = _clock(on, hour)
    if hour[5]:
        instant = datetime.combine(on_wall, at, _offset(hour[5])).astimezone(UTC)
        return Moment(instant.astimezone(zone).date(), instant)
    try:
        instant = instant_of(on_wall, at, zone)
    except NoSuchHour:
        raise UnreadableError("date_invalid") from None
    is_like_iso = found.re is YEAR_FIRST and found[2] == "-"
    return Moment(on_wall, instant, is_assumed=is_like_iso)


def day(text: str, zone: ZoneInfo, order: DayOrder | None) -> date:
    """A day, whatever its hour.

    Raises:
        UnreadableError: as for `moment`.
    """
    return moment(text, zone, order).on


def is_ambiguous(text: str) -> bool:
    """Whether a cell says a day that could be two."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    try:
        _day_in(plain, None)
    except UnreadableError as error:
        return error.code == "date_ambiguous"
    return False


def _day_in(
    plain: str, order: DayOrder | None
) -> tuple[re.Match[str], tuple[int, int, int]]:
    if found := YEAR_FIRST.match(plain):
        return found, (int(found[1]), int(found[3]), int(found[4]))
    if found := DOTTED.match(plain):
        return found, (int(found[3]), int(found[2]), int(found[1]))
    if found := SLASHED.match(plain):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        is_clear = one > NOON or other > NOON or one == other
        if not is_clear and order is None:
            raise UnreadableError("date_ambiguous")
        is_month_first = other > NOON or (order is DayOrder.MONTH_FIRST and one <= NOON)
        return found, (year, one, other) if is_month_first else (year, other, one)
    for pattern, places in ((NAMED, (3, 2, 1)), (NAMED_FIRST, (3, 1, 2))):
        found = pattern.match(plain)
        if found and found[places[1]][:3] in MONTHS:
            month = MONTHS.index(found[places[1]][:3]) + 1
            return found, (int(found[places[0]]), month, int(found[places[2]]))
    raise UnreadableError("date_invalid")


def _clock(on: date, hour: re.Match[str]) -> tuple[date, time]:
    hours, minutes = int(hour[1]), int(hour[2] or 0)
    if hour[4] == "pm" and hours < NOON:
        hours += NOON
    if hour[4] == "am" and hours == NOON:
        hours = 0
    if hours == MIDNIGHT and not minutes:
        return on + timedelta(days=1), time()
    try:
        return on, time(hours, minutes)
    except ValueError:
        raise UnreadableError("date_invalid") from None


def _offset(text: str) -> ZoneInfo:
    if text in {"z", "utc", "gmt"}:
        return ZoneInfo("UTC")
    return datetime.fromisoformat(f"2000-01-01T00:00{text}").tzinfo  # type: ignore[return-value]  # of an instant with an offset
