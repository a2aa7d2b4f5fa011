"""JSON as scripts send it, and as nobody should."""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class JsonBodies(DefaultJSONProvider):
    """Flask's own, which cannot be led into depths."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401 - any JSON
        """Read a text; too many brackets are as unreadable as one too few."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("brackets in brackets in brackets") from None


def init_app(app: Flask) -> None:
    """Read all bodies in this way."""
    app.json = JsonBodies(app)
