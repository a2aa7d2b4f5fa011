"""What those who are invited do: open, decline, bring a delegation."""

from eventapp.invitations.errors import InvitationAnswered, InvitationEnded
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.registration import signals
from eventapp.registration.delegated import DelegationWish
from eventapp.registration.models.entering import Invitation


def open_invitation(invitation: Invitation) -> None:
    """Note that its link was opened; doing so again changes nothing.

    Raises:
        InvitationEnded: it lets nobody in any more.
    """
    lock(invitation)
    now = clock.now()
    if invitation.has_ended(now) and invitation.answered_at is None:
        raise InvitationEnded
    if invitation.opened_at is None:
        invitation.opened_at = now


def decline_invitation(invitation: Invitation, reason: str) -> None:
    """Note that nobody comes, and why if they say so; answering undoes it.

    Raises:
        InvitationAnswered: somebody has registered with it.
        InvitationEnded: it lets nobody in any more.
    """
    open_invitation(invitation)
    if invitation.answered_at is not None:
        raise InvitationAnswered
    invitation.declined_at = clock.now()
    invitation.decline_reason = reason or None
    _note("invitation.declined", invitation)


def begin_delegation(invitation: Invitation) -> None:
    """Open the delegation that it promises; its contact gets the private link by mail.

    Nothing else is needed: the link goes to the address that the office knows. Asking
    again sends the link again.

    Raises:
        InvitationEnded: it has ended, or every use of it is gone.
    """
    lock(invitation)
    if invitation.delegation_id is not None and invitation.answered_at is not None:
        signals.links_wanted.send(invitation.address)
        return
    now = clock.now()
    is_used_up = invitation.used >= invitation.uses_allowed
    institution = invitation.institution
    if invitation.has_ended(now) or is_used_up or institution is None:
        raise InvitationEnded
    wish = DelegationWish(
        week=invitation.week,
        institution=institution,
        quota=invitation.delegation_places or 1,
        contact_name=str(invitation.name) or str(institution.name),
        contact_address=invitation.address or "",
        language=invitation.language,
    )
    for _listener, opened in signals.delegation_wanted.send(wish):
        invitation.delegation_id = opened.delegation.id
    invitation.used += 1
    invitation.answered_at = now
    invitation.opened_at = invitation.opened_at or now
    db.session.flush()
    _note("invitation.delegation_begun", invitation)


def _note(action: str, invitation: Invitation) -> None:
    note(
        action,
        actor="guest",
        subject=invitation.label,
        subject_id=invitation.id,
        week_id=invitation.week_id,
    )
