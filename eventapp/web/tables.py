"""Tables for spreadsheet programs: in UTF-8, and no formula of a stranger."""

import csv
import io
from collections.abc import Iterable

from flask import Response

CSV = "text/csv; charset=utf-8"
RISKY = tuple("=+-@＝＋－＠\t\r")  # a spreadsheet would run what follows
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads UTF-8


def is_risky(cell: str) -> bool:
    """Whether a spreadsheet program would take a text for a formula."""
    return cell.startswith(RISKY) or cell.lstrip().startswith(RISKY)


def harmless(cell: object) -> object:
    """A cell that no spreadsheet program takes for a formula."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    return f"'{cell}" if is_risky(cell) else cell


def csv_of(rows: Iterable[Iterable[object]], *, marked: bool = True) -> bytes:
    """The rows as UTF-8 text; the mark before it lets Excel read it."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK if marked else "")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def csv_answer(name: str, rows: Iterable[Iterable[object]]) -> Response:
    """The rows as a file to save."""
    response = Response(csv_of(rows), content_type=CSV)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
