"""Long lists as a job."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from eventapp.jobs.service import Product, Progress, forget_results
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading, writing
from eventapp.lists.kinds import sheet_for
from eventapp.lists.vocabulary import FileForm
from eventapp.lists.wishes import Wish
from eventapp.lists.writing import file_of
from eventapp.programme.models.weeks import Week

KIND = "lists.file"
KEPT = timedelta(days=1)  # files with people in them; they are quickly made again
MOST_DIRECT = {FileForm.CSV: 2_000, FileForm.XLSX: 2_000, FileForm.PDF: 600}


def make_file(arguments: dict[str, Any], progress: Progress) -> Product:
    """Make a list as a file: the job "lists.file".

    Raises:
        TooWide: a PDF has more columns than a page holds.
    """
    total = int(arguments["people"])
    progress(0, total)
    with reading():
        week = db.session.get_one(Week, UUID(arguments["week"]))
        zone = week.tzinfo
        sheet = sheet_for(week, Wish.of_kept(arguments["wish"])).settled()
    progress(total // 2, total)
    printed = clock.now().astimezone(zone)
    return file_of(sheet, FileForm(arguments["form"]), printed)


def forget_old_files() -> None:
    """Forget the files of lists after a day."""
    with writing():
        forget_results(KIND, clock.now() - KEPT)
