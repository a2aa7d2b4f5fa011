"""The people of a delegation: added, named, changed, replaced, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventapp.delegations import queries
from eventapp.delegations.errors import (
    AlreadyInDelegation,
    AnswersThemselves,
    DelegationEnded,
    QuotaReached,
)
from eventapp.delegations.service import linking
from eventapp.delegations.service.holding import (
    CONTACT,
    check_live,
    check_open,
    hold,
    keep,
)
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.names import PersonName, searchable
from eventapp.registration import signals
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, opening
from eventapp.registration.service.handing_over import hand_over
from eventapp.registration.service.locking import lock_places
from eventapp.registration.service.reviewing import review_answers
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.vault.queries import holds_any

NOBODY = PersonName("")  # somebody to be named
TOLD_BY_CONTACT = frozenset({"name", "institution", "events"})  # steps, no secrets


@dataclass(frozen=True)
class MemberEntry:
    """One of a delegation's people, as its contact describes them."""

    name: PersonName = NOBODY
    to_be_named: str | None = None
    kind: DelegateKind | None = None
    position: str | None = None
    address: str | None = None  # None: our mails go to the contact

    @property
    def is_named(self) -> bool:
        """Whether the contact knows who comes."""
        return bool(self.name.latin or self.name.native)


def add_members(
    delegation: Delegation, entries: Sequence[MemberEntry], *, actor: str = CONTACT
) -> list[Registration]:
    """Add people up to the quota; those of a confirmed delegation are confirmed.

    Raises:
        DelegationEnded, WeekOver, TooLateToAdd: nobody is added any more.
        QuotaReached: there is no room for all of them.
        AlreadyInDelegation: somebody of this name is there.
    """
    hold(delegation)
    check_open(delegation)
    present = [one for one in queries.members_of(delegation) if one.is_live]
    left = max(0, delegation.quota - len(present))
    if len(entries) > left:
        raise QuotaReached(quota=delegation.quota, left=left)
    _refuse_doubles(present, entries)
    now = clock.now()
    members = [
        _add(delegation, entry, now + timedelta(microseconds=place))  # as was typed
        for place, entry in enumerate(entries)
    ]
    for member in members:
        _bring_level(member, delegation)
    delegation.changed_at = now
    keep(delegation, "members_added", actor, count=len(members))
    return members


def change_member(
    member: Registration, entry: MemberEntry, *, actor: str = CONTACT
) -> None:
    """Describe somebody anew; who was to be named gets a badge with the name.

    Who is expected already, and has an own address, gets the link to their own part.

    Raises:
        DelegationEnded, WeekOver: nothing is changed any more.
        AnswersThemselves: they have begun their own part, or asked for a visa letter.
        AlreadyInDelegation: somebody else of this name is there.
    """
    delegation = _hold_with(member)
    check_live(delegation)
    has_secrets = member.has_own_address and holds_any(member.id)
    if answers_themselves(member) or has_secrets:
        raise AnswersThemselves
    others = [one for one in queries.members_of(delegation) if one.id != member.id]
    _refuse_doubles([one for one in others if one.is_live], [entry])
    was_named = member.is_named
    _describe(member, delegation, entry)
    review_answers(member)
    if member.is_named and not was_named:
        signals.registration_named.send(member)
        keep(delegation, "member_named", actor)
        if member.is_confirmed and member.has_own_address:
            linking.welcome(delegation, member)
    else:
        keep(delegation, "member_changed", actor)


def replace_member(
    member: Registration, entry: MemberEntry, *, actor: str = CONTACT
) -> Registration:
    """Let somebody else come instead: places go along, the badge is another one.

    Raises:
        DelegationEnded, WeekOver, TooLateToAdd: nobody is replaced any more.
        AlreadyInDelegation: the other one is there already.
    """
    delegation = _hold_with(member, events=True)
    check_open(delegation)
    present = [one for one in queries.members_of(delegation) if one.is_live]
    _refuse_doubles(present, [entry])
    address = entry.address or delegation.contact_address
    successor = hand_over(
        member, entry.name, address, has_own_address=entry.address is not None
    )
    _describe(successor, delegation, entry)
    keep(delegation, "member_replaced", actor)
    return successor


def remove_member(member: Registration, *, actor: str = CONTACT) -> None:
    """Take somebody out of the delegation; their places go to those who wait.

    Who was only entered, and answered nothing, leaves no trace.

    Raises:
        DelegationEnded, WeekOver: nothing is changed any more.
    """
    delegation = _hold_with(member, events=True)
    check_live(delegation)
    if member.status is RegistrationStatus.DRAFT and _is_untouched(member):
        db.session.delete(member)
        db.session.flush()
    else:
        applying.cancel(member, actor=actor)
    delegation.changed_at = clock.now()
    keep(delegation, "member_removed", actor)


def mark_head(member: Registration, *, actor: str = CONTACT) -> None:
    """Let somebody lead the delegation; the one before no longer does.

    Raises:
        DelegationEnded, WeekOver: nothing is changed any more.
    """
    delegation = _hold_with(member)
    check_live(delegation)
    for one in queries.members_of(delegation):
        if one.is_head and one.id != member.id:
            one.is_head = False
    db.session.flush()  # there is one head at most, at every moment
    member.is_head = True
    db.session.flush()
    keep(delegation, "head_marked", actor)


def answers_themselves(member: Registration) -> bool:
    """Whether somebody with an own address has begun their own part."""
    return member.has_own_address and not _is_untouched(member)


def _is_untouched(member: Registration) -> bool:
    return set(member.steps_done) <= TOLD_BY_CONTACT


def _hold_with(member: Registration, *, events: bool = False) -> Delegation:
    delegation = member.delegation
    if delegation is None:
        raise DelegationEnded
    hold(delegation)
    if events:
        lock_places(member)
    else:
        lock(member)
    if not member.is_live or member.delegation_id != delegation.id:
        raise DelegationEnded
    return delegation


def _add(delegation: Delegation, entry: MemberEntry, now: datetime) -> Registration:
    member = Registration(
        reference=new_reference(),
        status=RegistrationStatus.DRAFT,
        address=(entry.address or delegation.contact_address).casefold(),
        has_own_address=entry.address is not None,
        language=delegation.language,
        name=NOBODY,
        steps_done=(),
        created_at=now,
        changed_at=now,
        agenda_changed_at=now,
        week_id=delegation.week_id,
        week=delegation.week,
        delegation_id=delegation.id,
        delegation=delegation,
    )
    _describe(member, delegation, entry)
    return add(member)


def _describe(member: Registration, delegation: Delegation, entry: MemberEntry) -> None:
    member.name = entry.name
    member.to_be_named = None if entry.is_named else entry.to_be_named
    member.kind = entry.kind
    member.position = entry.position
    member.institution_id = delegation.institution_id
    member.territory_code = delegation.institution.territory_code
    told = {"name": bool(entry.name.latin), "institution": entry.kind is not None}
    kept = tuple(step for step in member.steps_done if step not in told)
    member.steps_done = (*(step for step, is_told in told.items() if is_told), *kept)
    member.changed_at = clock.now()
    address = entry.address or delegation.contact_address
    opening.write_to(member, address, has_own_address=entry.address is not None)
    applying.make_findable(member)


def _bring_level(member: Registration, delegation: Delegation) -> None:
    """Let somebody who is added late stand where the delegation stands."""
    if delegation.status is RegistrationStatus.DRAFT:
        return
    member.submitted_at = clock.now()
    applying.give_number(member)
    if delegation.is_confirmed:
        applying.confirm(member)
    else:
        member.status = delegation.status


def _refuse_doubles(
    present: Sequence[Registration], entries: Sequence[MemberEntry]
) -> None:
    """Two of one name are told apart by an own address; else it is a mistake."""
    known = {
        _identity(one.name, one.address if one.has_own_address else None)
        for one in present
        if one.is_named
    }
    for entry in entries:
        if not entry.is_named:
            continue
        identity = _identity(entry.name, entry.address)
        if identity in known:
            raise AlreadyInDelegation(name=str(entry.name))
        known.add(identity)


def _identity(name: PersonName, address: str | None) -> tuple[str, str | None]:
    return searchable(name.latin or name.native), address and address.casefold()
