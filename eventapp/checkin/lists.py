"""The list of expected people, as a device asks for it: whole, or what has changed."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.expected import kept
from eventapp.checkin.post import bp, desk_at
from eventapp.checkin.standing import instant_of
from eventapp.checkin.vocabulary import DeskRole
from eventapp.programme.models.weeks import Week
from eventapp.web.conditional import Document, answer

JSON = "application/json"


@bp.get("/<uuid:desk_id>/list")
@at_desk(DeskRole.KIOSK)
def expected(desk_id: UUID) -> ResponseReturnValue:
    """The people of the week: in clear for who may search, else sealed."""
    week = desk_at(desk_id).week
    is_sealed = not on_duty().may(DeskRole.REGISTRATION)
    since = instant_of(request.args.get("since"))
    if since is not None:
        known = request.args.get("mark")
        changed = kept.changes(week, is_sealed=is_sealed, since=since, known=known)
        if changed is not None:
            return Response(changed, mimetype=JSON)
    return _whole(week, is_sealed=is_sealed)


def _whole(week: Week, *, is_sealed: bool) -> Response:
    """No proxy and no browser keeps it; a device does, in a place which it can wipe."""
    found = kept.whole_list(week, is_sealed=is_sealed)
    kind = "sealed" if is_sealed else "plain"
    return answer(
        Document(found.body, f"{found.mark}-{kind}", packed_before=found.packed),
        media_type=JSON,
        caching="no-store",
        vary="Accept-Encoding, Cookie",
    )
