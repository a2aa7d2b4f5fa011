"""Taking a list over: everybody in it at once, or nobody."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, update

from eventapp.accounts.models import Account
from eventapp.badges.service import issue_many
from eventapp.institutions.models import Institution, Territory
from eventapp.institutions.service import InstitutionEntry, enter_institution
from eventapp.intake import queries
from eventapp.intake.candidates import Candidate
from eventapp.intake.deciding import ADD
from eventapp.intake.errors import PeopleMovedOn
from eventapp.intake.grouping import Party, parties_of
from eventapp.intake.models import PeopleFile
from eventapp.intake.notices import tell_imported
from eventapp.intake.previewing import Preview
from eventapp.intake.reporting import report_of
from eventapp.intake.service.changing import change
from eventapp.intake.service.files import check_open
from eventapp.intake.service.travelling import keep_passports, keep_travel
from eventapp.intake.writing import (
    WELCOMES,
    Making,
    Row,
    by_row,
    numbered,
)
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.registration import world
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.service import agenda
from eventapp.registration.vocabulary import RegistrationStatus

AT_ONCE = 500  # rows of one statement


def take_over(
    file: PeopleFile, preview: Preview, *, by: Account, with_mail: bool = False
) -> None:
    """Enter all good rows together, change those that were ticked; keep the report.

    Raises:
        ListEnded: it was taken over already.
        PeopleMovedOn: somebody registered or was changed since the rows were read.
    """
    week = file.week
    lock(week)
    lock(file)
    check_open(file)
    if queries.stamp(week.id) != preview.known.stamp:
        raise PeopleMovedOn
    new = preview.new
    _add_institutions(new)
    _know_territories(preview, [*new, *preview.to_change])
    rows = _enter(week, preview, new, by)
    keep_travel(week, new, by=by.name)
    keep_passports(week, new, by=by.name)
    change(preview, by=by)
    if with_mail:
        tell_imported(one.id for one in new)
    file.report = report_of(file, preview, companions=len(rows) - len(new))
    file.content = None
    file.decisions = {}
    file.taken_at = clock.now()
    counts = {str(outcome): count for outcome, count in preview.counts.items()}
    note(
        "people.imported",
        actor=by.name,
        actor_id=by.id,
        subject=file.name,
        subject_id=file.id,
        week_id=week.id,
        details={"entered": len(new), "changed": len(preview.to_change), **counts},
    )
    db.session.flush()


def _enter(
    week: Week, preview: Preview, new: Sequence[Candidate], by: Account
) -> list[Row]:
    making = Making(
        preview.known,
        clock.now(),
        WELCOMES[preview.manner.welcome],
        _("Accompanying person"),
    )
    parties = parties_of(preview.known, new)
    _send_delegations(making, parties)
    party_of = by_row(parties)
    rows: list[Row] = []
    companions: list[Row] = []
    consents: list[Row] = []
    text = _("Imported list, by %(name)s", name=by.name)
    for one in new:
        listed = one.institution
        search = listed.search_text if listed else one.institution_text
        row = making.registration(one, search, party_of.get(one.line))
        rows.append(row)
        companions += making.companions(row, one.companions or 0)
        consents += making.consents(one, text)
    rows += companions
    week.next_number = numbered(rows, week.next_number)
    tables = Model.metadata.tables
    _insert(tables["registration"], rows)
    _insert(tables["consent"], consents)
    confirmed = RegistrationStatus.CONFIRMED
    agenda.open_many(row["id"] for row in rows if row["status"] is confirmed)
    issue_many(
        row["id"]
        for row in rows
        if row["status"] is confirmed and (row["name_latin"] or row["name_native"])
    )
    return rows


def _send_delegations(making: Making, parties: Sequence[Party]) -> None:
    tables = Model.metadata.tables
    _insert(
        tables["delegation"],
        [making.delegation(one) for one in parties if not one.there],
    )
    for party in parties:
        if party.there is None:
            continue
        needed = party.there.members + len(party.expected)
        if needed > party.there.quota:
            db.session.execute(
                update(Delegation)
                .where(Delegation.id == party.id)
                .values(quota=needed, changed_at=making.now)
            )


def _add_institutions(new: Iterable[Candidate]) -> None:
    """Enter the institutions that somebody wants in the directory, each once."""
    entered: dict[tuple[str, str | None], Institution] = {}
    for one in new:
        if ADD not in one.resolved.values():
            continue
        territory = one.values["territory_code"]
        mark = one.institution_text, territory
        if mark not in entered:
            _know_territory(territory)
            entered[mark] = enter_institution(
                InstitutionEntry(
                    Localised({"en": one.institution_text}), territory=territory
                )
            )
        one.values |= {
            "institution_id": entered[mark].id,
            "proposed_institution": None,
        }


def _know_territories(preview: Preview, rows: Iterable[Candidate]) -> None:
    codes = {one.values.get("territory_code") for one in rows}
    for code in sorted(filter(None, codes - preview.known.territories)):
        _know_territory(code)
    db.session.flush()


def _know_territory(code: str | None) -> None:
    if code and db.session.get(Territory, code) is None:
        db.session.add(Territory(code=code, label=world.label(code)))
        db.session.flush()


def _insert(table: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401 - of SQLAlchemy
    for begin in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table), rows[begin : begin + AT_ONCE])
