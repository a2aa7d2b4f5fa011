"""Serving a file so that no browser runs anything of it."""

from urllib.parse import quote

from flask import Response

from eventapp.files.models import StoredFile

HARMLESS = "sandbox; default-src 'none'"


def download(stored: StoredFile) -> Response:
    """The file to be saved, never to be shown in our own pages."""
    answer = Response(stored.content, content_type=stored.media_type)
    plain = stored.name.encode("ascii", "replace").decode().replace("?", "_")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(stored.name)}"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = HARMLESS
    answer.headers["Cache-Control"] = "no-store"
    return answer
