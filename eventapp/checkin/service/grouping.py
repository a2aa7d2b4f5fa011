"""A delegation at a desk: what its card says, and what would become of its people."""

from uuid import UUID

from eventapp.checkin.queries import groups
from eventapp.checkin.vocabulary import Verdict


def judge_card(presented: bytes, week_id: UUID) -> tuple[Verdict, UUID | None]:
    """What a desk of this week says to the card of a delegation; and whose it is."""
    card = groups.delegation_of_card(presented)
    if card is None:
        return Verdict.UNKNOWN, None
    delegation = card.delegation
    if not delegation.is_live:
        return Verdict.CANCELLED, None
    if card.revoked_at is not None:
        return Verdict.REVOKED, None
    if delegation.week_id != week_id:
        return Verdict.WRONG_EVENT, None
    return Verdict.GROUP, delegation.id
