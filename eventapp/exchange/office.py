"""The blueprint of import and export in the office."""

from flask import Blueprint, request

bp = Blueprint("exchange", __name__, url_prefix="/organise")

LARGEST_FILE = 5_000_000  # bytes


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: object) -> None:
    """Before the token is read from the form: a file may be larger than a form."""
    if endpoint == "exchange.overview":
        request.max_content_length = LARGEST_FILE
