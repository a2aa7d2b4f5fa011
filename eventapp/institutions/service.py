"""Keeping the directory of institutions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete

from eventapp.institutions.models import Alias, Institution, InstitutionType, Territory
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable


@dataclass(frozen=True)
class InstitutionEntry:
    """What is known about an institution."""

    name: Localised
    type: InstitutionType = InstitutionType.UNIVERSITY
    short_name: str | None = None
    native_name: str | None = None
    native_language: str | None = None
    territory: str | None = None  # ISO 3166-1 code
    city: str | None = None
    ror: str | None = None
    aliases: tuple[str, ...] = ()
    key: str | None = None


def enter_institution(entry: InstitutionEntry) -> Institution:
    """Take an institution into the directory; look-alikes are never merged."""
    institution = Institution(key=entry.key, is_proposed=False)
    _describe(institution, entry)
    add(institution)
    _rename(institution, entry.aliases)
    return institution


def change_institution(institution: Institution, entry: InstitutionEntry) -> None:
    """Describe an institution anew; it is no longer a mere proposal."""
    _describe(institution, entry)
    institution.is_proposed = False
    db.session.execute(delete(Alias).where(Alias.institution_id == institution.id))
    _rename(institution, entry.aliases)


def label_territory(code: str, label: Localised) -> Territory:
    """Set the label under which a country or region is shown."""
    return db.session.merge(Territory(code=code, label=label))


def know_territory(code: str, label: Localised) -> None:
    """Name a country or region, unless the organisers have."""
    if db.session.get(Territory, code) is None:
        label_territory(code, label)
        db.session.flush()


def _describe(institution: Institution, entry: InstitutionEntry) -> None:
    institution.name = entry.name
    institution.type = entry.type
    institution.short_name = entry.short_name
    institution.native_name = entry.native_name
    institution.native_language = entry.native_language
    institution.territory_code = entry.territory
    institution.city = entry.city
    institution.ror = entry.ror
    institution.sort_name = searchable(next(iter(entry.name.values()), ""))[:300]
    institution.search_text = searchable(
        *entry.name.values(), entry.short_name, entry.native_name, *entry.aliases
    )[:2000]


def _rename(institution: Institution, aliases: Iterable[str]) -> None:
    db.session.add_all(
        Alias(institution_id=institution.id, name=name)
        for name in dict.fromkeys(aliases)
    )
    db.session.flush()
