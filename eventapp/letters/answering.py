"""Letters as files that no browser keeps."""

import io
import zipfile
from collections.abc import Iterable

from flask import Response

from eventapp.letters.paper import PDF

ZIP = "application/zip"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can name


def pdf_answer(content: bytes, numbered: str | None) -> Response:
    """One letter."""
    return _file(content, PDF, f"{_plain(numbered)}.pdf")


def zip_answer(letters: Iterable[tuple[str, bytes]], name: str) -> Response:
    """Many letters in one file, each under its number."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as packed:
        for numbered, content in letters:
            packed.writestr(
                zipfile.ZipInfo(f"{_plain(numbered)}.pdf", FIRST_DAY), content
            )
    return _file(kept.getvalue(), ZIP, name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(numbered: str | None) -> str:
    """A number as the name of a file: a pattern may hold strokes and Chinese."""
    kept = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-"
        for sign in numbered or "letter"
    )
    return kept.strip("-.") or "letter"
