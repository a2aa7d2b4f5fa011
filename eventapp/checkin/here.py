"""A sign of life of pages at a desk that scan nothing: people, badges, lists."""

from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.post import bp, desk_at
from eventapp.checkin.service.hearing import hear_work
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.web.filters import iso

__all__ = ("bp",)  # views.py adds the other pages to it


@bp.post("/<uuid:desk_id>/here")
@at_desk(DeskRole.STEWARD)
def here(desk_id: UUID) -> ResponseReturnValue:
    """Hear that somebody works at this desk."""
    desk, duty = desk_at(desk_id), on_duty()
    hear_work(desk.id, device_id=duty.device_id, account_id=duty.account_id)
    return jsonify(server_time=iso(clock.now()))
