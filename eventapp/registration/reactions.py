"""What registration does when the programme announces something."""

from collections.abc import Sequence

from eventapp.kernel.db import lock
from eventapp.programme import signals
from eventapp.programme.models.releases import Release
from eventapp.programme.service.releases import Published
from eventapp.programme.vocabulary import ChangeKind
from eventapp.registration import notices
from eventapp.registration.service import places

MOVES = frozenset({"starts_at", "ends_at", "venue_id"})
SEATS = frozenset({"capacity", "signup"})


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.released.connect(tell_changes)


def tell_changes(_release: Release, published: Sequence[Published]) -> None:
    """Tell those who had a place; calendars move the event, or strike it out."""
    for one in published:
        if one.change.kind is ChangeKind.CANCELLED:
            places.tell_those_at(one.event, notices.tell_event_cancelled)
        elif one.fields & MOVES or one.change.kind is ChangeKind.RESTORED:
            places.tell_those_at(one.event, notices.tell_event_moved)
        if one.fields & SEATS:
            lock(one.event)
            places.fill_free_places(one.event)
