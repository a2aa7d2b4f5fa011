"""What a row says otherwise than the registration that is there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from eventapp.intake.candidates import Candidate, Difference, Nights, Way
from eventapp.intake.queries import Known
from eventapp.intake.vocabulary import Doubt
from eventapp.kernel.names import searchable

COMPARED = (
    *("name_latin", "name_native", "honorific", "academic_title", "address", "phone"),
    *("territory_code", "institution_id", "proposed_institution", "position", "kind"),
    *("languages", "interpretation", "diet", "diet_note", "access", "access_note"),
    *("arrives_on", "departs_on", "needs_visa_letter", "note"),
)
OF_INSTITUTION = {"institution_id", "proposed_institution"}


def compare(candidate: Candidate, known: Known) -> None:
    """Note each value that the list has otherwise; an empty cell changes nothing."""
    there = known.details.get(candidate.known_id) if candidate.known_id else None
    if candidate.known_id is None or there is None:
        return
    undecided = any(one.doubt is Doubt.INSTITUTION for one in candidate.open_findings)
    for name in COMPARED:
        value = candidate.values.get(name)
        if value in (None, "", ()) or there[name] == value:
            continue
        if name in OF_INSTITUTION and undecided:
            continue
        candidate.differences.append(Difference(name, there[name], value))
    key = candidate.known_id
    for direction in ("arrival", "departure"):
        _compare_way(
            candidate,
            direction,
            getattr(candidate, direction),
            known.journeys.get((key, direction)),
            known,
        )
    _compare_nights(candidate, candidate.nights, known.stays.get(key))
    if candidate.companions is not None:
        before = known.companions.get(key, 0)
        if candidate.companions > before:
            candidate.differences.append(
                Difference("companions", before, candidate.companions)
            )


def _compare_way(
    candidate: Candidate,
    direction: str,
    way: Way | None,
    there: Mapping[str, Any] | None,
    known: Known,
) -> None:
    if way is None:
        return
    before = there or {}
    names = known.points.get(before.get("point_id") or UUID(int=0), ())
    is_there = searchable(way.point) in map(searchable, names)
    point = way.point if is_there else next(iter(names), "")
    for name, old, new in (
        ("at", before.get("at"), way.at),
        ("mode", before.get("mode"), way.mode),
        ("number", before.get("number"), way.number),
        ("point", point, way.point),
        ("needs_pickup", before.get("needs_pickup"), way.needs_pickup),
    ):
        if new not in (None, "") and old != new:
            field = f"{direction}_{name}"
            candidate.differences.append(Difference(field, old or None, new))


def _compare_nights(
    candidate: Candidate, nights: Nights | None, there: Mapping[str, Any] | None
) -> None:
    if nights is None:
        return
    before = there or {}
    for name in ("needs_hotel", "check_in", "check_out", "room"):
        new, old = getattr(nights, name), before.get(name)
        if new is not None and old != new:
            candidate.differences.append(Difference(name, old, new))
