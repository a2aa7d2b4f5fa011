"""Which registrations this browser may open."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import abort, g, session, url_for

from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.standing import Own, Seat
from eventapp.registration import own, queries
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import stars
from eventapp.web.audience import View, for_audience
from eventapp.web.forms import as_uuid

KEY = "registrations"
MOST = 24  # the cookie is small; a secretary's twenty, the ones opened last
MARK = 12  # signs


def delegate(view: View) -> View:
    """Only who opened the registration in this browser may see this view."""
    return for_audience(view, "delegate")


def remember(registration: Registration) -> None:
    """Let this browser open `registration` from now on.

    Forms which were open before do not fit afterwards: whoever planted a session
    into this browser cannot use it.

    It opens as long as our mails go where they went: a secretary who looked in does
    not read what somebody answers who has an address of their own since.
    """
    known = _known()
    if registration.id not in known:
        session.pop("csrf_token", None)
    known.pop(registration.id, None)
    kept = [f"{key}.{mark}" for key, mark in known.items()]
    session[KEY] = [f"{registration.id}.{_mark(registration)}", *kept][:MOST]
    session.permanent = True


def forget_all() -> None:
    """Let this browser open none."""
    session.pop(KEY, None)
    session.pop("csrf_token", None)


def own_registration(key: UUID) -> Registration:
    """The registration, if this browser may open it; else 404.

    Whoever opens a delegate's opens those who come along.
    """
    known = _known()
    found = queries.registration(key) if known else None
    if found is None or found.erased_at is not None:
        abort(404)
    if not any(_opens(known, key, found) for key in (found.id, found.accompanies_id)):
        abort(404)
    g.zone = found.week.tzinfo
    return found


def own_registrations() -> Sequence[Registration]:
    """All that this browser may open, the newest first."""
    known = _known()
    found = queries.registrations(list(known)) if known else []
    return [one for one in found if _opens(known, one.id, one)]


def own_in(week: Week) -> Registration | None:
    """The one for this week; a live one before one that ended."""
    known = _known()
    found = queries.registrations_in(week, list(known)) if known else []
    return next((one for one in found if _opens(known, one.id, one)), None)


def own_standing(week: Week) -> Own | None:
    """What the public pages of a week show of the reader's own places."""
    registration = own_in(week)
    if registration is None:
        return None
    address = url_for("registration.show", registration_id=registration.id)
    return Own(
        address,
        {
            line.event.id: Seat(line.state, line.position)
            for line in queries.lines_of(registration)
        },
        stars=own.stars_of(registration),
        keeps_stars=registration.is_live,
        key=registration.id if registration.is_confirmed else None,
    )


def may_join(event: Event) -> bool:
    """Whether this browser may see how to join an event online."""
    registration = own_in(event.week)
    if registration is None:
        return False
    return event.id in own.may_join(registration, [event])


def keep_stars(week: Week, starred: Collection[UUID], dropped: UUID | None) -> bool:
    """Keep stars with the own registration of this browser; whether there is one."""
    registration = own_in(week)
    if registration is None or not registration.is_live:
        return False
    stars.keep_stars(registration, starred, dropped)
    return True


def _known() -> dict[UUID, str]:
    """The keys in this session, each with the mark of where its mails went."""
    kept = session.get(KEY, [])
    found: dict[UUID, str] = {}
    for text in kept if isinstance(kept, list) else []:
        key, _dot, mark = str(text).partition(".")
        if uuid := as_uuid(key):
            found[uuid] = mark
    return found


def _opens(known: dict[UUID, str], key: UUID | None, found: Registration) -> bool:
    """Whether a key opens a registration; older sessions kept the key alone."""
    return key is not None and known.get(key) in {"", _mark(found)}


def _mark(registration: Registration) -> str:
    return digest(registration.address).hex()[:MARK]
