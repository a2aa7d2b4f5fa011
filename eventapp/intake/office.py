"""The blueprint of imports of people in the office."""

from flask import Blueprint, request

bp = Blueprint("intake", __name__, url_prefix="/organise")

LARGEST_FILE = 8_000_000  # bytes


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: object) -> None:
    """Before the token is read from the form: a list may be larger than a form."""
    if endpoint == "intake.overview":
        request.max_content_length = LARGEST_FILE
