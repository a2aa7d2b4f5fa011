"""Places for the people of a delegation: together, or for those who were chosen."""

from collections.abc import Collection
from uuid import UUID

from eventapp.delegations import queries
from eventapp.delegations.errors import NobodyChosen, NotConfirmedYet
from eventapp.delegations.service.holding import CONTACT, check_live, keep
from eventapp.programme.models.events import Event
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import places_at
from eventapp.registration.service import places


def seat_all(delegation: Delegation, event: Event) -> None:
    """Take places for all people of a delegation, or for none.

    Raises:
        NotConfirmedYet: places come after confirmation.
        NotEnoughPlaces and the other refusals of places: as for every group.
    """
    _seat(event, _confirmed(delegation))
    keep(delegation, "places_taken", CONTACT, event=str(event.title))


def seat_chosen(
    delegation: Delegation,
    event: Event,
    keys: Collection[UUID],
    *,
    may_wait: bool = False,
) -> None:
    """Let exactly these people have places at an event; the others give theirs back.

    New places are taken first, so that nobody ends with fewer because of a full event.
    `may_wait`: those for whom there is no room wait in line.

    Raises:
        NotConfirmedYet: places come after confirmation.
        NobodyChosen: nobody is meant, and nobody has a place.
        NotEnoughPlaces and the other refusals of places: as for every group.
    """
    members = _confirmed(delegation)
    present = places_at(event, [one.id for one in members])
    lacking = [one for one in members if one.id in keys and one.id not in present]
    leaving = [one for one in members if one.id in present and one.id not in keys]
    if not lacking and not leaving and not present:
        raise NobodyChosen
    if may_wait:
        for one in lacking:
            places.reserve_place(one, event)
    elif lacking:
        _seat(event, lacking)
    for one in leaving:
        places.give_back(one, event)
    keep(delegation, "places_taken", CONTACT, event=str(event.title))


def unseat_all(delegation: Delegation, event: Event) -> None:
    """Give all places of a delegation at an event back.

    Raises:
        EventBegun: the doors are closed.
    """
    for one in _confirmed(delegation):
        places.give_back(one, event)
    keep(delegation, "places_released", CONTACT, event=str(event.title))


def _confirmed(delegation: Delegation) -> list[Registration]:
    check_live(delegation)
    if not delegation.is_confirmed:
        raise NotConfirmedYet
    people = [one for one in queries.members_of(delegation) if one.is_confirmed]
    return sorted(people, key=lambda one: one.id)  # everybody locks in this order


def _seat(event: Event, members: list[Registration]) -> None:
    if not members:
        raise NobodyChosen
    places.reserve_together(members, event)
