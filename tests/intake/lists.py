"""Lists of people as tests need them: read from files, and taken over."""

import csv
import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from eventapp.accounts.models import Account
from eventapp.institutions.models import InstitutionType
from eventapp.institutions.service import InstitutionEntry, enter_institution
from eventapp.intake.columns import check_headers, guess
from eventapp.intake.deciding import Decisions
from eventapp.intake.limits import LIMITS
from eventapp.intake.models import PeopleFile
from eventapp.intake.previewing import Preview, manner_of, preview_of
from eventapp.intake.service.files import keep_list
from eventapp.intake.service.taking import take_over
from eventapp.intake.vocabulary import Subject
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.files import read
from eventapp.spreadsheets.tables import Table
from tests.builders import make_account, make_territory, make_week

DATA = Path(__file__).parent / "data"
VARIANTS: dict[str, str] = json.loads((DATA / "variants.json").read_text("utf-8"))


def lines_of(name: str) -> list[dict[str, str]]:
    """The rows of a file beside this one."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def octets_of(name: str) -> bytes:
    """A file beside this one; those that are no UTF-8 lie in one of ours."""
    if (DATA / name).exists():
        return (DATA / name).read_bytes()
    return b64decode(VARIANTS[name.removeprefix("variants/")])


def make_week_2024(**changes: Any) -> Week:
    """The week for which the lists were made, with the directory that they know."""
    for line in lines_of("institutions.csv"):
        code = line["country_or_region"]
        if code:
            make_territory(code, code, "")
        enter_institution(
            InstitutionEntry(
                Localised({"en": line["name_en"]}),
                InstitutionType(line["type"]),
                short_name=line["short_name"] or None,
                native_name=line["name_native"] or None,
                territory=code or None,
                aliases=tuple(filter(None, line["aliases"].split(";"))),
                key=line["institution_id"],
            )
        )
    first = date(2024, 3, 27)
    values: dict[str, Any] = {
        "held": KnownDate(first, date(2024, 3, 30), DatePrecision.DAY)
    }
    return make_week(**(values | changes))


def table_of(content: bytes, encoding: str | None = None) -> Table:
    """The first table of a file, as an import reads it."""
    table = read(content, encoding, LIMITS, tidy=str.strip).tables[0]
    check_headers(table)
    return table


def preview(
    week: Week,
    content: bytes,
    *,
    choices: Mapping[str, Any] | None = None,
    decided: Mapping[str, Any] | None = None,
    also: Mapping[str, str] | None = None,
) -> Preview:
    """What an import with the guessed columns would do, and with those of `also`."""
    table = table_of(content)
    mapped = guess(table, Subject.PEOPLE)
    for header, field in (also or {}).items():
        mapped[table.head.index(header)] = field
    manner = manner_of(choices or {})
    return preview_of(week, table, mapped, manner, Decisions.of(decided or {}))


def run(
    week: Week, content: bytes, *, by: Account | None = None, **how: Any
) -> tuple[Preview, PeopleFile]:
    """Import a file with the guessed columns; what was seen before it."""
    by = by or make_account()
    with_mail = how.pop("with_mail", False)
    seen = preview(week, content, **how)
    choices = {"head": list(table_of(content).head)}
    file = keep_list(week, "people.csv", content, choices, by=by)
    take_over(file, seen, by=by, with_mail=with_mail)
    db.session.flush()
    return seen, file
