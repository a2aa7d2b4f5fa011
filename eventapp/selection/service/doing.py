"""Carrying out a bulk deed, and keeping what was before so that it can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, insert_unless_there, lock
from eventapp.kernel.errors import Refusal
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration import notices_of_places
from eventapp.registration.approval import kept_reasons
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, deciding, places
from eventapp.registration.service.locking import lock_places
from eventapp.registration.service.noting import note_about
from eventapp.selection.models import Deed, DeedRow, Tagging
from eventapp.selection.plans import Plan
from eventapp.selection.queries.ending import ENDS, ends_of
from eventapp.selection.queries.weighing import weigh
from eventapp.selection.service.looking import (
    DECIDING,
    ENDING,
    looks,
    waiting_mails,
    with_companions,
)
from eventapp.selection.service.moving import MOVED, Moves, watching
from eventapp.selection.service.tagging import make_tag
from eventapp.selection.vocabulary import DeedKind

MAILS_WAIT = timedelta(minutes=10)  # so long undoing takes them back unsent
KEPT = timedelta(days=30)


def begin_deed(week: Week, plan: Plan, *, by: Account) -> Deed:
    """Note that a deed begins; nothing is done yet."""
    now = clock.now()
    about, about_id = None, None
    if plan.kind is DeedKind.SIGN_UP and plan.event_id:
        event = db.session.get_one(Event, plan.event_id)
        about, about_id = str(event.title)[:300], event.id
    elif plan.kind in {DeedKind.TAG, DeedKind.UNTAG}:
        tag = make_tag(week, plan.tag)
        about, about_id = tag.word, tag.id
    writes = plan.kind in DECIDING or plan.kind is DeedKind.SIGN_UP
    return add(
        Deed(
            kind=plan.kind,
            about=about,
            about_id=about_id,
            done_by=by.name,
            done_by_id=by.id,
            done_at=now,
            mails_until=now + MAILS_WAIT if writes else None,
            week_id=week.id,
        )
    )


def carry_out(
    deed: Deed, plan: Plan, chosen: Sequence[Registration], *, by: Account
) -> Mapping[UUID, str]:
    """Do the deed to those to whom it applies now; tells why others are left out."""
    week = deed.week
    weighing = weigh(week, plan, chosen, by.id)
    why = dict(weighing.left_out)
    ready = weighing.ready
    _hold(week, plan, ready)
    people = with_companions(ready) if plan.kind in DECIDING else list(ready)
    keys = [one.id for one in people]
    before = looks(plan.kind, deed.about_id, people)
    known = waiting_mails(keys)
    ends = ends_of(keys) if plan.kind in ENDING else {}
    with watching(people if plan.kind in ENDING else ()) as moves:
        why |= _do(deed, plan, ready, by)
    after = looks(plan.kind, deed.about_id, people)
    mails: dict[UUID, list[UUID]] = {}
    for message, about in waiting_mails(keys).items():
        if message not in known:
            mails.setdefault(about, []).append(message)
    _let_wait(
        [*moves.messages, *(one for some in mails.values() for one in some)], deed
    )
    changed = [key for key in keys if before[key] != after[key]]
    db.session.add_all(
        DeedRow(
            deed_id=deed.id,
            registration_id=key,
            before=_with_others(before[key], ends.get(key), moves),
            after=after[key],
            messages=tuple(str(one) for one in mails.get(key, ())),
        )
        for key in changed
    )
    deed.count += len(changed)
    deed.left_out += len(why)
    db.session.flush()
    return why


def end_deed(deed: Deed, *, by: Account) -> None:
    """Note in the journal what was done, and to how many."""
    deed.ended_at = clock.now()
    after: dict[str, object] = {"number": deed.count}
    if deed.about:
        after["about"] = deed.about
    note(
        f"deed.{deed.kind.value}",
        actor=by.name,
        actor_id=by.id,
        subject=deed.about or "–",
        subject_id=deed.id,
        week_id=deed.week_id,
        details={"after": after},
    )


def forget_deeds() -> None:
    """Forget how registrations were before deeds that nobody will undo any more."""
    old = select(Deed.id).where(Deed.done_at < clock.now() - KEPT)
    db.session.execute(delete(DeedRow).where(DeedRow.deed_id.in_(old)))
    db.session.execute(delete(Deed).where(Deed.id.in_(old)))


def _with_others(
    before: dict[str, Any], ends: Sequence[str] | None, moves: Moves
) -> dict[str, Any]:
    """How one stood before, what else ended, and who moved up to their places."""
    kept = {**before}
    if ends:
        kept[ENDS] = list(ends)
    held = [UUID(key) for key in before.get("places", {})]
    if moved := moves.after(held):
        kept[MOVED] = moved
    return kept


def _hold(week: Week, plan: Plan, ready: Sequence[Registration]) -> None:
    if plan.kind is DeedKind.CONFIRM:
        deciding.hold_to_confirm(week, ready)
    elif plan.kind in DECIDING:
        lock_places(*ready)
    elif plan.kind is DeedKind.SIGN_UP and plan.event_id:
        lock(db.session.get_one(Event, plan.event_id))


def _do(
    deed: Deed, plan: Plan, ready: Sequence[Registration], by: Account
) -> dict[UUID, str]:
    if plan.kind in {DeedKind.TAG, DeedKind.UNTAG}:
        put_tags(deed, [one.id for one in ready], is_on=plan.kind is DeedKind.TAG)
        return {}
    why: dict[UUID, str] = {}
    kept = {one.id: one for one in kept_reasons(deed.week)} if plan.reason_id else {}
    event = db.session.get(Event, plan.event_id) if plan.event_id else None
    for one in ready:
        try:
            with db.session.begin_nested():
                if event is not None:
                    _sign_up(one, event, by)
                else:
                    reason = kept.get(plan.reason_id) if plan.reason_id else None
                    words = deciding.reason_in(one.language, reason, plan.reason)
                    _decide(plan.kind, one, words, by)
        except Refusal as refusal:  # somebody was quicker
            why[one.id] = str(refusal)
    return why


def _decide(kind: DeedKind, one: Registration, reason: str, by: Account) -> None:
    """Decide about one; whoever came or went with another of the list has been."""
    if kind is DeedKind.CONFIRM and not one.is_confirmed:
        deciding.confirm_registration(one, actor=by.name, actor_id=by.id)
    elif kind is DeedKind.DECLINE and one.is_live:
        deciding.decline_registration(one, reason, actor=by.name, actor_id=by.id)
    elif kind is DeedKind.CANCEL and one.is_live:
        applying.cancel(one, actor=by.name)
    elif kind is DeedKind.CHECK:
        deciding.check_registration(one, "", is_recommended=True, by=by)


def _sign_up(one: Registration, event: Event, by: Account) -> None:
    places.give_place(one, event)
    notices_of_places.tell_given(one, event)
    note_about(
        one, "place.given", who=by, details={"after": {"event": str(event.title)}}
    )


def put_tags(deed: Deed, keys: Iterable[UUID], *, is_on: bool) -> None:
    """Give these registrations the tag of a deed, or take it away."""
    wanted = list(keys)
    if not wanted or deed.about_id is None:
        return
    if is_on:
        now = clock.now()
        rows = [
            {"tag_id": deed.about_id, "registration_id": key, "tagged_at": now}
            for key in wanted
        ]
        table = insert_unless_there(Tagging.__table__)  # type: ignore[arg-type]  # a Table
        db.session.connection().execute(table, rows)
        return
    db.session.execute(
        delete(Tagging).where(
            Tagging.tag_id == deed.about_id, Tagging.registration_id.in_(wanted)
        )
    )


def _let_wait(messages: Sequence[UUID], deed: Deed) -> None:
    if messages and deed.mails_until is not None:
        db.session.execute(
            update(Message)
            .where(Message.id.in_(messages))
            .values(due_at=deed.mails_until)
        )
