"""Which delegations this browser may open."""

from uuid import UUID

from flask import abort, g, session

from eventapp.delegations import queries
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.web.forms import as_uuid

KEY = "delegations"
MOST = 6  # the cookie is small; the ones opened last are kept


def remember(delegation: Delegation) -> None:
    """Let this browser open `delegation`, as long as its present link stands.

    Forms which were open before do not fit afterwards: whoever planted a session
    into this browser cannot use it.
    """
    known = _known()
    if delegation.id not in known:
        session.pop("csrf_token", None)
    known.pop(delegation.id, None)
    newest = {delegation.id: delegation.link_generation, **known}
    kept = list(newest.items())[:MOST]
    session[KEY] = [[str(key), generation] for key, generation in kept]
    session.permanent = True


def forget_all() -> None:
    """Let this browser open none."""
    session.pop(KEY, None)
    session.pop("csrf_token", None)


def own_delegation(key: UUID) -> Delegation:
    """The delegation, if this browser opened it by its present link; else 404."""
    generation = _known().get(key)
    found = queries.delegation(key) if generation is not None else None
    if (
        found is None
        or found.link_generation != generation
        or found.link_digest is None
    ):
        abort(404)
    g.zone = found.week.tzinfo
    return found


def own_member(delegation: Delegation, key: UUID) -> Registration:
    """Somebody who belongs to this delegation, and is not declined or cancelled."""
    members = queries.members_of(delegation)
    found = next((one for one in members if one.id == key and one.is_live), None)
    if found is None:
        abort(404)
    return found


def _known() -> dict[UUID, int]:
    kept = session.get(KEY, [])
    found = {}
    for pair in kept if isinstance(kept, list) else []:
        text, generation = pair if isinstance(pair, list) else (None, None)
        key = as_uuid(str(text))
        if key is not None and isinstance(generation, int):
            found[key] = generation
    return found
