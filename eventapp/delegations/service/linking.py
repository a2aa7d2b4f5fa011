"""The private links: of a delegation, derived and kept as a digest; of its people."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.service.limits import check_limit, count
from eventapp.config import current
from eventapp.delegations import notices, queries
from eventapp.delegations.errors import DelegationLinkEnded
from eventapp.delegations.service.holding import CONTACT, check_live, keep
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.opening import spares

LINKS_PER_DELEGATION = 30  # within fifteen minutes


def link_token(delegation: Delegation) -> str | None:
    """What stands in the contact's address; None while there is no link.

    Also None where the secret of the site was changed since: the link is dead.
    """
    token = _token(delegation)
    return token if delegation.link_digest == digest(token) else None


def link_path(delegation: Delegation) -> str | None:
    """The path of the private link, if there is one."""
    token = link_token(delegation)
    return f"/delegations/{token}" if token else None


def open_link(delegation: Delegation) -> str:
    """Let the present link work, and tell its path."""
    delegation.link_digest = digest(_token(delegation))
    db.session.flush()
    return f"/delegations/{_token(delegation)}"


def send_link(delegation: Delegation, *, actor: str) -> None:
    """Write to the contact with the private link; the same one as before.

    Raises:
        DelegationEnded, WeekOver: there is nothing to be opened.
    """
    lock(delegation)
    check_live(delegation)
    path = open_link(delegation)
    delegation.link_sent_at = clock.now()
    notices.send_link(delegation, path)
    keep(delegation, "link_sent", actor)


def renew_link(delegation: Delegation, *, actor: str) -> None:
    """Give the delegation another link and send it; the one before ends at once.

    Raises:
        DelegationEnded, WeekOver: there is nothing to be opened.
    """
    lock(delegation)
    check_live(delegation)
    forget_link(delegation)
    keep(delegation, "link_renewed", actor)
    send_link(delegation, actor=actor)


def end_link(delegation: Delegation, *, actor: str) -> None:
    """Let nobody in any more, neither by the link nor where it was opened before."""
    lock(delegation)
    forget_link(delegation)
    keep(delegation, "link_ended", actor)


def forget_link(delegation: Delegation) -> None:
    """Make the present link useless; the next one is another."""
    delegation.link_generation += 1
    delegation.link_digest = delegation.link_sent_at = delegation.opened_at = None


def delegation_by_link(token: str) -> Delegation:
    """The delegation that a private link opens.

    Raises:
        DelegationLinkEnded: unknown or ended; both look alike.
    """
    found = queries.delegation_by_digest(digest(token))
    if found is None:
        raise DelegationLinkEnded
    return found


def open_by_link(token: str) -> Delegation:
    """The same, when its contact presses the button; the first time is noted.

    Raises:
        DelegationLinkEnded: unknown or ended; both look alike.
    """
    found = delegation_by_link(token)
    if found.opened_at is None:
        found.opened_at = clock.now()
    return found


def send_own_parts(
    delegation: Delegation, members: Sequence[Registration]
) -> tuple[int, int]:
    """Send these people the links to their own parts; tell how many had an address.

    Those without an own address are named in one mail to the contact. Who was written
    to again and again gets no more for a while.

    Raises:
        DelegationEnded, WeekOver: there is nothing to be completed.
        TooManyAttempts: too many links were asked for.
    """
    check_live(delegation)
    live = [one for one in members if one.is_live and one.is_named]
    subject = digest(f"delegation links {delegation.id}")
    check_limit("link", subject, LINKS_PER_DELEGATION)
    for _one in live:
        count("link", subject)
    direct = [one for one in live if one.has_own_address and spares(one.address)]
    for one in direct:
        notices.ask_own_part(one, delegation)
    through = [one for one in live if not one.has_own_address]
    if through:
        notices.hand_links(delegation, through)
    if live:
        keep(delegation, "own_links_sent", CONTACT, count=len(live))
    return len(direct), len(through)


def welcome(delegation: Delegation, member: Registration) -> None:
    """Send somebody the link to their own part as soon as they are named.

    Naming goes on where too many links were sent: the contact can send it later.
    """
    with suppress(TooManyAttempts):
        send_own_parts(delegation, [member])


def first_digest(key: UUID) -> bytes:
    """What is kept of the first link of a delegation: for planting many at once."""
    return digest(_derived(key, 1))


def _token(delegation: Delegation) -> str:
    return _derived(delegation.id, delegation.link_generation)


def _derived(key: UUID, generation: int) -> str:
    secret = derive(current().secret_key, "delegation", f"{key}:{generation}")
    return address_token(secret)
