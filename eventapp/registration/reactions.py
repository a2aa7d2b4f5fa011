"""What registration does when the programme, or itself, announces something."""

from collections.abc import Sequence

from sqlalchemy import update

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme import signals
from eventapp.programme.alterations import released
from eventapp.programme.models.releases import Release
from eventapp.programme.naming import names_in
from eventapp.programme.service.releases import Published
from eventapp.programme.vocabulary import ChangeKind
from eventapp.questions import signals as question_signals
from eventapp.registration import signals as own_signals
from eventapp.registration.audience import audience_of, with_places_at
from eventapp.registration.following import calendar_mails
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import answering, companions
from eventapp.registration.service.lines import fill_free_places
from eventapp.registration.telling import tell

SEATS = frozenset(
    {
        "capacity",
        "signup",
        "waiting_list",
        "promotion_stops_minutes",
        "whole_delegations",
    }
)


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.released.connect(tell_changes)
    own_signals.registration_sent.connect(companions.send_with)
    own_signals.registration_confirmed.connect(companions.confirm_with)
    own_signals.sensitive_withdrawn.connect(answering.forget_sensitive)
    question_signals.answers_counted.connect(answering.count_answers)
    own_signals.registration_ended.connect(companions.end_with)


def tell_changes(release: Release, published: Sequence[Published]) -> None:
    """Let those who wait inherit free places, then tell each person concerned once.

    The places of a cancelled event stay, so that calendars can strike it out.
    """
    for one in sorted(published, key=lambda one: one.event.id):
        if one.fields & SEATS and one.change.kind is not ChangeKind.ADDED:
            lock(one.event)
            fill_free_places(one.event)
    alterations = [released(one.change) for one in published]
    now = clock.now()
    receivers = audience_of(release.week, alterations, now).receivers
    following = calendar_mails(release.week, alterations, receivers, now)
    if receivers:
        told = [facts for one in alterations for facts in (one.before, one.after)]
        tell(release, receivers, names_in(release.week, told), set(following))
    release.told = len(receivers)
    release.calendar_mails = following.total()
    _mark_calendars(published)


def _mark_calendars(published: Sequence[Published]) -> None:
    keys = [one.event.id for one in published if one.is_seen]
    changed = with_places_at(keys) if keys else []
    if changed:
        db.session.execute(
            update(Registration)
            .where(Registration.id.in_(changed))
            .values(agenda_changed_at=clock.now())
        )
