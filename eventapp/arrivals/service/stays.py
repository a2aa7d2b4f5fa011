"""Nights in a hotel: asked for, given, shared, left."""

from typing import Any

from eventapp.arrivals import queries
from eventapp.arrivals.entries import StayEntry
from eventapp.arrivals.models.stays import Stay
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.registration.models.registrations import Registration

ASKED = ("check_in", "check_out", "room", "shares_wish", "wishes")


def keep_stay(registration: Registration, entry: StayEntry) -> Stay:
    """Enter the nights somebody asks for, or change them.

    A pair stays together only while both have a twin. The payer
    stays as it was where the entry does not say one.
    """
    lock(registration)
    stay = queries.stay_of(registration)
    if stay is None:
        stay = Stay(registration_id=registration.id, changed_at=clock.now())
        write(stay, entry)
        return add(stay)
    if says(stay, entry):
        return stay
    before = stay.room, stay.needs_hotel
    write(stay, entry)
    stay.changed_at = clock.now()
    if not stay.needs_hotel:
        stay.hotel_id = stay.confirmation = None
    if (stay.room, stay.needs_hotel) != before:
        part(stay)
    db.session.flush()
    return stay


def part(stay: Stay) -> None:
    """Two who shared a room share it no more."""
    other = queries.stay_sharing_with(stay)
    stay.shares_with_id = None
    if other is not None:
        other.shares_with_id = None
        other.changed_at = clock.now()
    db.session.flush()


def write(stay: Stay, entry: StayEntry) -> None:
    """Let a stay say what was entered; who needs no hotel has no nights."""
    for name, value in _facts(entry).items():
        setattr(stay, name, value)


def says(stay: Stay, entry: StayEntry) -> bool:
    """Whether a stay says this already."""
    return all(getattr(stay, name) == it for name, it in _facts(entry).items())


def _facts(entry: StayEntry) -> dict[str, Any]:
    facts: dict[str, Any] = {"needs_hotel": entry.needs_hotel}
    for name in ASKED:
        facts[name] = (getattr(entry, name) or None) if entry.needs_hotel else None
    if entry.payer is not None:
        facts["payer"] = entry.payer
    return facts
