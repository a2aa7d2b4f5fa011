"""What becomes of a whole delegation: entered, sent, confirmed, declined, cancelled."""

from dataclasses import dataclass
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.delegations import notices, queries
from eventapp.delegations.errors import (
    DelegationNotDecidable,
    NobodyToSend,
    QuotaTooSmall,
)
from eventapp.delegations.service.holding import (
    CONTACT,
    check_live,
    check_open,
    hold,
    keep,
)
from eventapp.delegations.service.linking import forget_link, open_link
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import signals
from eventapp.registration.errors import NoLongerOpen
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, opening
from eventapp.registration.service.deciding import (
    check_first_step,
    check_registration,
    confirm_registration,
    decline_registration,
)
from eventapp.registration.service.locking import lock_places, lock_wishes
from eventapp.registration.service.reviewing import review_answers
from eventapp.registration.vocabulary import Rank, RegistrationStatus


@dataclass(frozen=True)
class DelegationEntry:
    """A delegation as the office describes it."""

    institution_id: UUID
    quota: int
    contact_name: str
    contact_address: str
    language: str
    label: str | None = None
    rank: Rank | None = None
    counterpart_id: UUID | None = None
    greeter_id: UUID | None = None
    note: str | None = None


def enter_delegation(week: Week, entry: DelegationEntry, *, actor: str) -> Delegation:
    """Expect a delegation; its people come later."""
    now = clock.now()
    delegation = Delegation(
        status=RegistrationStatus.DRAFT,
        created_at=now,
        changed_at=now,
        week_id=week.id,
        week=week,
    )
    _describe(delegation, entry)
    add(delegation)
    keep(delegation, "entered", actor, quota=entry.quota)
    return delegation


def change_delegation(
    delegation: Delegation, entry: DelegationEntry, *, actor: str
) -> None:
    """Describe a delegation anew. Another contact needs another link.

    Raises:
        QuotaTooSmall: more people than that are there.
    """
    hold(delegation)
    present = queries.present_count(delegation)
    if entry.quota < present:
        raise QuotaTooSmall(present=present)
    before = {"quota": delegation.quota, "rank": delegation.rank}
    moved = entry.contact_address.casefold() != delegation.contact_address.casefold()
    institution_id = delegation.institution_id
    _describe(delegation, entry)
    db.session.flush()
    db.session.refresh(delegation, ["institution"])
    if moved:
        forget_link(delegation)
    for member in queries.members_of(delegation):
        if moved and not member.has_own_address:
            opening.write_to(member, delegation.contact_address, has_own_address=False)
        if institution_id != delegation.institution_id:
            member.institution_id = delegation.institution_id
            member.territory_code = delegation.institution.territory_code
            review_answers(member)
        applying.make_findable(member)
    delegation.changed_at = clock.now()
    after = {"quota": delegation.quota, "rank": delegation.rank}
    keep(delegation, "changed", actor, before=before, after=after)


def submit_delegation(delegation: Delegation, *, actor: str = CONTACT) -> None:
    """Send a delegation: its people are confirmed at once, or wait for the office.

    Sending it again changes nothing.

    Raises:
        DelegationEnded, WeekOver, TooLateToAdd: it is not taken any more.
        NobodyToSend: it has no people.
    """
    hold(delegation)
    check_open(delegation)
    if delegation.status is not RegistrationStatus.DRAFT:
        return
    members = _live(delegation)
    if not members:
        raise NobodyToSend
    now = clock.now()
    delegation.submitted_at = delegation.changed_at = now
    for member in members:
        member.submitted_at = now
        applying.give_number(member)
    keep(delegation, "submitted", actor, people=len(members))
    if delegation.week.registration_mode is RegistrationMode.APPROVAL:
        delegation.status = RegistrationStatus.SUBMITTED
        for member in members:
            member.status = RegistrationStatus.SUBMITTED
            signals.registration_sent.send(member)
        notices.tell_received(delegation, open_link(delegation), members)
    else:
        _expect(delegation)
        lock_wishes(members)
        for member in members:
            applying.confirm(member)
        notices.tell_confirmed(delegation, open_link(delegation), members)


def check_delegation(delegation: Delegation, *, by: Account) -> None:
    """Recommend all who wait, in a week that decides in two steps.

    Raises:
        DelegationNotDecidable: it does not wait for a decision.
    """
    hold(delegation)
    if delegation.status is not RegistrationStatus.SUBMITTED:
        raise DelegationNotDecidable
    for member in _waiting(delegation):
        check_registration(member, "", is_recommended=True, by=by)
    keep(delegation, "checked", by.name)


def confirm_delegation(
    delegation: Delegation, *, actor: str, actor_id: UUID | None = None
) -> None:
    """Say yes to all who wait, or again to those who were declined with it.

    Raises:
        DelegationNotDecidable: it was not sent, is confirmed already, or cancelled.
        NotCheckedYet, CheckedByYourself: of a week that decides in two steps.
    """
    hold(delegation)
    members = queries.members_of(delegation)
    if delegation.status is RegistrationStatus.SUBMITTED:
        meant = _waiting(delegation)
    elif delegation.status is RegistrationStatus.DECLINED:
        declined_at = delegation.decided_at
        meant = [
            one
            for one in members
            if one.status is RegistrationStatus.DECLINED
            and one.decided_at
            and declined_at
            and one.decided_at >= declined_at
        ]
    else:
        raise DelegationNotDecidable
    for member in meant:
        check_first_step(member, actor_id)
    delegation.decision_note = None
    _expect(delegation)  # before its people: their contact hears of all at once
    lock_wishes(meant)
    for member in meant:
        confirm_registration(member, actor=actor, actor_id=actor_id)
    notices.tell_confirmed(delegation, open_link(delegation), meant)
    keep(delegation, "confirmed", actor, people=len(meant))


def decline_delegation(
    delegation: Delegation, reason: str, *, actor: str, actor_id: UUID | None = None
) -> None:
    """Say no to all, with one reason; their places go to those who wait.

    Raises:
        DelegationNotDecidable: it was not sent, or has ended.
        NotCheckedYet, CheckedByYourself: of a week that decides in two steps.
    """
    hold(delegation)
    if delegation.status not in {
        RegistrationStatus.SUBMITTED,
        RegistrationStatus.CONFIRMED,
    }:
        raise DelegationNotDecidable
    members = [one for one in _live(delegation) if one.is_submitted]
    for member in members:
        check_first_step(member, actor_id)
    lock_places(*members)
    now = clock.now()  # not after the members: who was declined with it is known by it
    delegation.status = RegistrationStatus.DECLINED
    delegation.decision_note = reason or None
    delegation.decided_at = delegation.changed_at = now
    for member in members:
        decline_registration(member, reason, actor=actor, actor_id=actor_id)
    notices.tell_declined(delegation)
    keep(delegation, "declined", actor, reason=reason)


def cancel_delegation(delegation: Delegation, *, actor: str) -> None:
    """End a delegation, and the registrations of all its people.

    Raises:
        NoLongerOpen: it was declined or cancelled before.
    """
    hold(delegation)
    if not delegation.is_live:
        raise NoLongerOpen
    members = _live(delegation)
    lock_places(*members)
    was_known = delegation.link_sent_at is not None or delegation.submitted_at
    delegation.status = RegistrationStatus.CANCELLED
    delegation.decided_at = delegation.changed_at = clock.now()
    for member in members:
        applying.cancel(member, actor=actor)
    if was_known:
        notices.tell_cancelled(delegation)
    keep(delegation, "cancelled", actor, people=len(members))


def write_to_contact_in(
    delegation: Delegation, name: str, language: str, *, actor: str = CONTACT
) -> None:
    """Let the contact say who they are, and in which language we write.

    Raises:
        DelegationEnded, WeekOver: nothing is changed any more.
    """
    hold(delegation)
    check_live(delegation)
    delegation.contact_name, delegation.language = name, language
    for member in _live(delegation):
        if not member.has_own_address:
            applying.write_in(member, language)
    delegation.changed_at = clock.now()
    keep(delegation, "changed", actor)


def _describe(delegation: Delegation, entry: DelegationEntry) -> None:
    delegation.institution_id = entry.institution_id
    delegation.label, delegation.rank = entry.label, entry.rank
    delegation.quota = entry.quota
    delegation.contact_name = entry.contact_name
    delegation.contact_address = entry.contact_address
    delegation.language = entry.language
    delegation.counterpart_id = entry.counterpart_id
    delegation.greeter_id = entry.greeter_id
    delegation.note = entry.note


def _expect(delegation: Delegation) -> None:
    delegation.status = RegistrationStatus.CONFIRMED
    delegation.decided_at = delegation.changed_at = clock.now()


def _waiting(delegation: Delegation) -> list[Registration]:
    members = queries.members_of(delegation)
    return [one for one in members if one.status is RegistrationStatus.SUBMITTED]


def _live(delegation: Delegation) -> list[Registration]:
    return [one for one in queries.members_of(delegation) if one.is_live]
