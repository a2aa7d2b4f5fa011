"""The blueprint of invitations: the office's pages, and those of who is invited."""

from uuid import UUID

from flask import Blueprint, request

from eventapp.invitations.words import hindrance_word, state_sign, state_word
from eventapp.programme.access import row_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation

bp = Blueprint("invitations", __name__)

LARGEST_FILE = 5_000_000  # bytes

for _say in (state_word, state_sign, hindrance_word):
    bp.add_app_template_filter(_say)


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: object) -> None:
    """Before the token is read from the form: a file may be larger than a form."""
    if endpoint == "invitations.import_list":
        request.max_content_length = LARGEST_FILE


def invitation_at(week: Week, key: UUID) -> Invitation:
    """The invitation of this week with this key."""
    return row_at(week, Invitation, key)
