"""One mail for each person whom a release concerns, with all that changed for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.config import current
from eventapp.kernel.i18n import speaking
from eventapp.mail.models import Message
from eventapp.mail.service import put
from eventapp.programme.alterations import Alteration
from eventapp.programme.casting import role_of
from eventapp.programme.differences import differences, hours_of
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Names
from eventapp.programme.plans import plan_from
from eventapp.programme.vocabulary import ChangeKind
from eventapp.registration import notices, signals
from eventapp.registration.audience import (
    JOINS,
    Concern,
    Reason,
    Receiver,
    changed_fields,
)
from eventapp.web.filters import listing

# What stands in a mail where something in it matters; the rest is on the page.
TOLD = frozenset(
    {
        "when",
        "venue_id",
        "meeting_point_id",
        "coaches",
        "mode",
        "languages",
        "interpretation",
        "title",
        "people",
    }
)


@dataclass(frozen=True)
class _Account:
    """What happened to one event, in the language that is spoken."""

    subject: str
    lines: tuple[str, ...]
    joining: str | None  # for those who see the joining link
    address: str


def tell(
    release: Release,
    receivers: Sequence[Receiver],
    names: Names,
    followed: Collection[UUID] = (),
) -> None:
    """Write to each of them once, in their language.

    `followed`: the registrations that get mails for their calendar beside it.
    """
    by_language = sorted(receivers, key=attrgetter("language"))
    for language, those in groupby(by_language, key=attrgetter("language")):
        with speaking(language):
            _tell(release, list(those), names, followed)


def _tell(
    release: Release,
    receivers: Sequence[Receiver],
    names: Names,
    followed: Collection[UUID],
) -> None:
    week = release.week
    altered = {
        concern.alteration.event_id: concern.alteration
        for receiver in receivers
        for concern in receiver.concerns
    }
    accounts = {key: _account(week, one, names) for key, one in altered.items()}
    note = [_("Why: %(note)s", note=release.note)] if release.note else []
    told = []
    for receiver in receivers:
        concerns = _of_each_event(receiver.concerns)
        blocks = [
            _block(accounts[key], those, receiver, names) for key, those in concerns
        ]
        kinds = [those[0].alteration.kind for _key, those in concerns]
        subject = accounts[concerns[0][0]].subject
        if len(concerns) > 1:
            subject = _several(week, kinds)
        said = [_opening(week, kinds), *blocks, *note]
        if receiver.registration and receiver.registration.id in followed:
            said.append(
                _("For your calendar, each event follows in an e-mail of its own.")
            )
        message = _write(week, receiver, kinds, subject, said)
        if len(concerns) == 1 and message and receiver.registration:
            key = concerns[0][0]
            told.append(notices.Told(message, receiver.registration, key))
    signals.events_told.send(week, told=told)


def _of_each_event(
    concerns: Iterable[Concern],
) -> list[tuple[UUID, list[Concern]]]:
    """The concerns of each event together, by hour."""
    ordered = sorted(
        concerns,
        key=lambda one: (
            one.alteration.after["starts_at"],
            str(one.alteration.event_id),
            list(Reason).index(one.reason),
        ),
    )
    grouped = groupby(ordered, key=lambda one: one.alteration.event_id)
    return [(key, list(those)) for key, those in grouped]


def _account(week: Week, one: Alteration, names: Names) -> _Account:
    plan = plan_from(one.after)
    title = str(plan.title)
    subjects = {
        ChangeKind.ADDED: _("New: %(event)s", event=title),
        ChangeKind.CHANGED: _("Changed: %(event)s", event=title),
        ChangeKind.CANCELLED: _("Cancelled: %(event)s", event=title),
        ChangeKind.RESTORED: _("Takes place again: %(event)s", event=title),
    }
    where = names.venue(plan.venue_id)
    words = {"when": hours_of(plan, names, with_year=True), "city": week.city}
    now = _("%(when)s (%(city)s)", **words)
    if where:
        now = _("%(when)s, %(where)s (%(city)s)", where=where, **words)
    lines = [subjects[one.kind]]
    if one.kind is ChangeKind.CHANGED:
        lines.append(_("Now: %(when_and_where)s", when_and_where=now))
    else:
        lines.append(now)
    if one.before is not None and one.kind is not ChangeKind.CANCELLED:
        found = differences(one.before, one.after, names, is_public=True)
        lines += [f"- {difference}" for difference in found if difference.field in TOLD]
    had_link = bool((one.before or {}).get("joining_link"))
    joining = None
    if had_link and "joining_link" in changed_fields(one):
        joining = _("- The joining link is another one.")
    return _Account(
        subjects[one.kind],
        tuple(lines),
        joining,
        f"{current().address}/weeks/{week.slug}/events/{one.event_id}",
    )


def _block(
    account: _Account, concerns: Sequence[Concern], receiver: Receiver, names: Names
) -> str:
    first = concerns[0]
    lines = [*account.lines]
    if account.joining and first.reason in JOINS:
        lines.append(account.joining)
    lines += [
        _own_part(concern, receiver, names)
        for concern in concerns
        if concern.reason is Reason.PART
    ]
    reason = _reason(first)
    if reason is not None:
        lines.append(reason)
    lines.append(account.address)
    return "\n".join(lines)


def _reason(concern: Concern) -> str | None:
    """Why it is told, where no part in it says so."""
    if concern.alteration.kind is ChangeKind.CANCELLED:
        gone = {
            Reason.HELD: _("You had a place there."),
            Reason.WAITING: _("You were on the waiting list."),
        }
        return gone.get(concern.reason)
    there = {
        Reason.HELD: _("You have a place there."),
        Reason.WAITING: _("You are on the waiting list."),
        Reason.STARRED: _("You have starred this event."),
        Reason.EVERYONE: _("This event is for all delegates."),
    }
    return there.get(concern.reason)


def _own_part(concern: Concern, receiver: Receiver, names: Names) -> str:
    roles = listing(role_of(part) for part in concern.parts)
    if len(receiver.persons) > 1:  # one address for several
        name = names.person(concern.person_id)
        if not roles:
            return _("%(name)s no longer has a part in it.", name=name)
        return _("Part of %(name)s: %(part)s", name=name, part=roles)
    if not roles:
        return _("You no longer have a part in it.")
    return _("Your part: %(part)s", part=roles)


def _several(week: Week, kinds: Sequence[ChangeKind]) -> str:
    if set(kinds) == {ChangeKind.ADDED}:
        return _("Your parts in %(week)s", week=week.name)
    return ngettext(
        "%(num)s change for you in %(week)s",
        "%(num)s changes for you in %(week)s",
        len(kinds),
        week=week.name,
    )


def _opening(week: Week, kinds: Sequence[ChangeKind]) -> str:
    if set(kinds) == {ChangeKind.ADDED}:
        return _("You have a part in %(week)s:", week=week.name)
    return _(
        "The programme of %(week)s has changed. This is new for you:", week=week.name
    )


def _write(
    week: Week,
    receiver: Receiver,
    kinds: Sequence[ChangeKind],
    subject: str,
    paragraphs: Sequence[str],
) -> Message | None:
    cancelled = set(kinds) == {ChangeKind.CANCELLED}
    occasion = "event.cancelled" if cancelled else "programme.changed"
    if receiver.registration is not None:
        return notices.write(receiver.registration, occasion, subject, *paragraphs)
    names = [person.name for person in receiver.persons.values()]
    alone = names[0] if len(names) == 1 else None
    return put(
        occasion,
        to_address=receiver.address,
        to_name=alone.latin if alone else "",
        language=receiver.language,
        reply_to=week.contact_address,
        subject=subject,
        text=notices.letter(week, alone.first if alone else None, *paragraphs),
        week_id=week.id,
    )
