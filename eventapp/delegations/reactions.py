"""What delegations do when registration or a neighbour announces something."""

from eventapp.delegations import notices, queries
from eventapp.delegations.service.deciding import DelegationEntry, enter_delegation
from eventapp.delegations.service.linking import link_path, send_link
from eventapp.kernel import clock
from eventapp.programme.timetable import has_passed
from eventapp.registration import signals
from eventapp.registration.delegated import DelegationWish, OpenedDelegation
from eventapp.registration.models.registrations import Registration

INVITED = "invitation"  # the actor of the journal


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.delegation_wanted.connect(enter_wanted)
    signals.links_wanted.connect(send_lost_links)
    signals.member_left.connect(tell_contact)


def enter_wanted(wish: DelegationWish) -> OpenedDelegation:
    """Enter the delegation that an invitation opens, and write to its contact."""
    entry = DelegationEntry(
        institution_id=wish.institution.id,
        quota=wish.quota,
        contact_name=wish.contact_name,
        contact_address=wish.contact_address.casefold(),
        language=wish.language,
        label=wish.label,
        rank=wish.rank,
    )
    delegation = enter_delegation(wish.week, entry, actor=INVITED)
    send_link(delegation, actor=INVITED)
    return OpenedDelegation(delegation, link_path(delegation) or "")


def tell_contact(member: Registration, successor: Registration | None) -> None:
    """Tell the contact who left by themselves; our mails to some reach it anyway."""
    delegation = member.delegation
    if delegation is None or not delegation.is_live or not member.has_own_address:
        return
    notices.tell_left(delegation, link_path(delegation), member, successor)


def send_lost_links(address: str) -> None:
    """Send the links of its delegations to a contact who lost them."""
    now = clock.now()
    for delegation in queries.live_delegations(address):
        if has_passed(delegation.week, now):
            continue
        send_link(delegation, actor="delegation")
