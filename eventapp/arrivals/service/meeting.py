"""The driver's private link, and what the driver says: met, not found, done."""

from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.arrivals import boarding
from eventapp.arrivals.errors import HasNoLink
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.service.pickups import touch
from eventapp.arrivals.vocabulary import Finding, PickupState
from eventapp.config import current
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.tokens import address_token, derive, digest


def link_token(pickup: Pickup) -> str | None:
    """What stands in the driver's address; None while there is no link.

    Also None where the secret of the site was changed since: the link is dead.
    """
    token = _token(pickup)
    return token if pickup.link_digest == digest(token) else None


def tell(pickup: Pickup, *, by: Account) -> str:
    """Open the driver's address, and keep that the driver was told.

    Asking again gives the same address.

    Raises:
        HasNoLink: nobody drives yet.
    """
    lock(pickup)
    if not pickup.driver_name:
        raise HasNoLink
    token = _token(pickup)
    pickup.link_digest = digest(token)
    pickup.told_at = clock.now()
    if pickup.state is PickupState.PLANNED:
        pickup.state = PickupState.TOLD
    touch([pickup])
    _note("pickup.told", pickup, by.name, by.id)
    return token


def end_link(pickup: Pickup, *, by: Account) -> None:
    """End the driver's address; telling again makes a new one."""
    lock(pickup)
    pickup.link_digest = None
    pickup.link_generation += 1
    if pickup.state is PickupState.TOLD:
        pickup.state = PickupState.PLANNED
    touch([pickup])
    _note("pickup.link_ended", pickup, by.name, by.id)


def find(pickup: Pickup, key: UUID, finding: Finding, *, by: str) -> bool:
    """Keep whether a passenger was found; the same word again changes nothing.

    False: this person is not in the car any more. The last one found or given up
    completes the pick-up.
    """
    lock(pickup)
    passenger = db.session.get(Passenger, key, populate_existing=True)
    if passenger is None or passenger.pickup_id != pickup.id or passenger.left_at:
        return False
    if passenger.finding is finding:
        return True
    passenger.finding = finding
    passenger.found_at = clock.now() if finding is not Finding.EXPECTED else None
    db.session.flush()
    waits = any(one.is_waited_for for one in boarding.car_of(pickup).seats)
    pickup.state = PickupState.UNDER_WAY if waits else PickupState.MET
    touch([pickup])
    _note(f"pickup.{finding}", pickup, by)
    return True


def go(pickup: Pickup, state: PickupState, *, by: str) -> None:
    """Keep how far the driver is; the same word again changes nothing."""
    lock(pickup)
    if pickup.state is state:
        return
    pickup.state = state
    touch([pickup])
    all_met = state is PickupState.MET
    _note("pickup.all_met" if all_met else f"pickup.{state}", pickup, by)


def _token(pickup: Pickup) -> str:
    subject = f"{pickup.id}:{pickup.link_generation}"
    return address_token(derive(current().secret_key, "pickup", subject))


def _note(action: str, pickup: Pickup, by: str, by_id: UUID | None = None) -> None:
    local = pickup.starts_at.astimezone(pickup.point.tzinfo)
    note(
        action,
        actor=by,
        actor_id=by_id,
        subject=f"{pickup.point.name}, {local:%Y-%m-%d %H:%M}",
        subject_id=pickup.id,
        week_id=pickup.week_id,
    )
