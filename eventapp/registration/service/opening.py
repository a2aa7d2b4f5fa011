"""Private links: opening a registration by one, and sending it again."""

from sqlalchemy import delete

from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.service.limits import check_limit, count
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest
from eventapp.registration import keys, notices, own, signals
from eventapp.registration.errors import LinkEnded
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda, applying

LINKS_PER_ADDRESS = 4  # within fifteen minutes
LINKS_PER_NETWORK = 100  # a university may sit behind one address


def open_by_link(token: str) -> Registration:
    """The registration that a private link opens.

    Raises:
        LinkEnded: unknown, too old, or ended; all look alike.
    """
    found = keys.registration_by_link(token, clock.now())
    if found is None:
        raise LinkEnded
    return found


def send_links(address: str, *, from_address: str) -> None:
    """Write to `address` with a link to each registration that it has.

    Nobody learns whether there is one: an address that asks too often simply
    gets no more mail.

    Raises:
        TooManyAttempts: too many were asked for from this network.
    """
    folded, whence = address.strip().casefold(), digest(f"links {from_address}")
    check_limit("link", whence, LINKS_PER_NETWORK)
    count("link", whence)
    if not spares(folded):
        return
    for registration in keys.live_registrations(folded):
        notices.send_link(registration)
    signals.links_wanted.send(folded)


def spares(address: str) -> bool:
    """Whether an address may get one more mail that anybody can ask for; counted."""
    whom = digest(f"link {address.casefold()}")
    try:
        check_limit("link", whom, LINKS_PER_ADDRESS)
    except TooManyAttempts:
        return False
    count("link", whom)
    return True


def write_to(
    registration: Registration, address: str, *, has_own_address: bool
) -> None:
    """Send our mails about somebody who is known already elsewhere from now on.

    Links and the calendar that went to the address before end, and so do browsers
    that were opened by them.
    """
    address = address.casefold()
    registration.has_own_address = has_own_address
    if registration.address == address:
        return
    for one in (registration, *own.companions_of(registration)):
        one.address = address
        if one.agenda_digest is not None:
            agenda.renew_agenda(one)
        applying.make_findable(one)
        db.session.execute(
            delete(PrivateLink).where(PrivateLink.registration_id == one.id)
        )
