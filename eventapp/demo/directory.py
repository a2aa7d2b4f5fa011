"""Countries and regions, institutions and a consortium of the demonstration."""

from collections.abc import Mapping
from datetime import date

from eventapp.demo.sources import Line, document, localised, table, words
from eventapp.institutions.models import (
    Consortium,
    Institution,
    InstitutionType,
    Membership,
)
from eventapp.institutions.service import (
    InstitutionEntry,
    enter_institution,
    label_territory,
)
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised


def plant_directory() -> dict[str, Institution]:
    """Fill the directory; the institutions, by their key in the files."""
    for line in table("territories"):
        label_territory(line["code"], localised(line, "label"))
    db.session.flush()
    lines = table("institutions")
    known = {line["key"]: enter_institution(_entry(line)) for line in lines}
    for line in lines:
        if line["parent"]:
            known[line["key"]].parent_id = known[line["parent"]].id
    _plant_consortia(known)
    db.session.flush()
    return known


def _entry(line: Line) -> InstitutionEntry:
    return InstitutionEntry(
        name=localised(line, "name"),
        type=InstitutionType(line["type"]),
        short_name=line["short_name"] or None,
        native_name=line["native_name"] or None,
        native_language=line["native_language"] or None,
        territory=line["territory"] or None,
        city=line["city"] or None,
        aliases=words(line["aliases"]),
        key=line["key"],
    )


def _plant_consortia(known: Mapping[str, Institution]) -> None:
    consortia = {
        entry["key"]: add(
            Consortium(
                key=entry["key"],
                name=Localised(entry["name"]),
                short_name=entry["short_name"],
                established=KnownDate(date.fromisoformat(entry["established"])),
            )
        )
        for entry in document("consortia")
    }
    for position, line in enumerate(table("memberships"), start=1):
        db.session.add(
            Membership(
                role=line["role"],
                position=position,
                consortium_id=consortia[line["consortium"]].id,
                institution_id=known[line["institution"]].id,
            )
        )
