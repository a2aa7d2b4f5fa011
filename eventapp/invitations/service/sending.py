"""Sending invitations, reminding of them, ending them: one, many, or by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eventapp.accounts.models import Account
from eventapp.invitations import notices, queries
from eventapp.invitations.errors import WeekNotPublic
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock, writing
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service.inviting import end_invitation

MOST_AT_ONCE = 200  # one transaction: a second in which nobody else writes


class Deed(StrEnum):
    """What the office does with many invitations."""

    SEND = "send"
    REMIND = "remind"
    END = "end"


class Hindrance(StrEnum):
    """Why an invitation is left out of a deed."""

    ANSWERED = "answered"
    DECLINED = "declined"
    ENDED = "ended"
    NO_ADDRESS = "no_address"
    SENT_ALREADY = "sent_already"
    NOT_SENT = "not_sent"
    MAILED_TODAY = "mailed_today"
    REMINDED_ENOUGH = "reminded_enough"


@dataclass(frozen=True)
class Effect:
    """What a deed would do now: to whom, and who is left out, why."""

    ready: Sequence[Invitation]
    left_out: Sequence[tuple[Invitation, Hindrance]]


def effect_of(deed: Deed, week: Week, chosen: Sequence[Invitation]) -> Effect:
    """To which of these invitations a deed applies."""
    now = clock.now()
    hindered = [(one, _hindrance(deed, week, one, now)) for one in chosen]
    return Effect(
        [one for one, why in hindered if why is None],
        [(one, why) for one, why in hindered if why is not None],
    )


def do(
    deed: Deed, week: Week, chosen: Sequence[Invitation], *, by: Account
) -> Sequence[Invitation]:
    """Do it to those to which it still applies, and name them.

    Raises:
        WeekNotPublic: nobody could open the links.
    """
    if deed is not Deed.END and not week.is_public:
        raise WeekNotPublic
    for one in chosen:
        lock(one)
    ready = effect_of(deed, week, chosen).ready
    for one in ready:
        _DEEDS[deed](one, week)
        _note(f"invitation.{_PAST[deed]}", one, by)
    return ready


def hand_over(invitation: Invitation, *, by: Account) -> bool:
    """Note that somebody got it otherwise: by post, in person; whether that is new."""
    lock(invitation)
    if invitation.sent_at is not None:
        return False
    invitation.sent_at = clock.now()
    _note("invitation.handed_over", invitation, by)
    return True


def remind_by_itself() -> None:
    """Remind those whose last day comes near, once; the worker does so."""
    with writing():
        now = clock.now()
        for week in queries.weeks_that_remind():
            keys = queries.keys_to_remind(week, now, MOST_AT_ONCE)
            chosen = queries.invitations(week, keys) if keys else []
            for one in chosen:
                lock(one)
            for one in effect_of(Deed.REMIND, week, chosen).ready:
                _remind(one, week)
                _note("invitation.reminded", one, None)


def _hindrance(
    deed: Deed, week: Week, one: Invitation, now: datetime
) -> Hindrance | None:
    """The first reason that speaks against it."""
    if deed is Deed.END:
        return Hindrance.ENDED if one.has_ended(now) else None
    speaks_against = (
        (one.has_ended(now), Hindrance.ENDED),
        (one.answered_at is not None, Hindrance.ANSWERED),
        (one.declined_at is not None, Hindrance.DECLINED),
        (one.address is None, Hindrance.NO_ADDRESS),
        (deed is Deed.SEND and one.sent_at is not None, Hindrance.SENT_ALREADY),
        (deed is Deed.REMIND and one.sent_at is None, Hindrance.NOT_SENT),
        (
            deed is Deed.REMIND and _was_mailed_today(week, one, now),
            Hindrance.MAILED_TODAY,
        ),
        (
            deed is Deed.REMIND and one.reminders >= week.most_reminders,
            Hindrance.REMINDED_ENOUGH,
        ),
    )
    return next((why for does, why in speaks_against if does), None)


def _was_mailed_today(week: Week, one: Invitation, now: datetime) -> bool:
    today = now.astimezone(week.tzinfo).date()
    mailed = (one.sent_at, one.reminded_at)
    return any(at and at.astimezone(week.tzinfo).date() == today for at in mailed)


def _send(invitation: Invitation, week: Week) -> None:
    said = notices.invitation_letter(invitation, week)
    notices.send(invitation, week, "invitation.sent", said)
    invitation.sent_at = clock.now()


def _remind(invitation: Invitation, week: Week) -> None:
    said = notices.reminder_letter(invitation, week)
    notices.send(invitation, week, "invitation.reminder", said)
    invitation.reminded_at = clock.now()
    invitation.reminders += 1
    db.session.flush()


def _end(invitation: Invitation, _week: Week) -> None:
    end_invitation(invitation)


_DEEDS = {Deed.SEND: _send, Deed.REMIND: _remind, Deed.END: _end}
_PAST = {Deed.SEND: "sent", Deed.REMIND: "reminded", Deed.END: "ended"}


def _note(action: str, invitation: Invitation, by: Account | None) -> None:
    note(
        action,
        actor=by.name if by else "worker",
        actor_id=by.id if by else None,
        subject=invitation.label,
        subject_id=invitation.id,
        week_id=invitation.week_id,
    )
