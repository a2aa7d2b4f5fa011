"""The file of an import, as long as it waits: the week, its row, its tables."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from eventapp.exchange import queries
from eventapp.exchange.errors import PlanMovedOn
from eventapp.exchange.files import Content, frame_of, read_alone
from eventapp.exchange.models import ImportFile
from eventapp.exchange.service.importing import is_open
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week


def open_import(slug: str, import_id: UUID) -> tuple[Week, ImportFile]:
    """The week, and a file that still waits; its report where it was taken over."""
    week = week_at(slug)
    file = queries.import_of(week, import_id) or abort(404)
    if not is_open(file):
        flash(_("This import has ended."), "info")
        address = url_for("exchange.overview", slug=slug)
        if file.report:
            address = url_for("exchange.report", slug=slug, import_id=file.id)
        abort(redirect(address))
    return week, file


def read_open(slug: str, import_id: UUID) -> tuple[Week, ImportFile, Content]:
    """The week, a file that still waits, and its tables; nobody waits for them.

    Raises:
        PlanMovedOn: it is to be read in another way since.
    """
    week, file = open_import(slug, import_id)
    way = frame_of(week), file.encoding
    content = read_alone(file.content or b"", *way)
    week, file = open_import(slug, import_id)
    if (frame_of(week), file.encoding) != way:
        raise PlanMovedOn
    return week, file, content
