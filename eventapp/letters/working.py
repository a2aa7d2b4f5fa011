"""Making many letters as a job; its file tells numbers, never what stands in them."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.jobs.service import Product, Progress
from eventapp.kernel.db import db, reading, writing
from eventapp.kernel.errors import Refusal
from eventapp.letters.errors import NothingToIssue
from eventapp.letters.models import LetterRequest
from eventapp.letters.queries import letters_with
from eventapp.letters.service.issuing import issue, settings_for
from eventapp.letters.vocabulary import LetterStatus
from eventapp.letters.words import letter_status_word
from eventapp.programme.models.weeks import Week
from eventapp.typesetting import press
from eventapp.web.tables import CSV, csv_of

KIND = "letters.issue"


def issue_letters(arguments: dict[str, Any], progress: Progress) -> Product:
    """Make all approved letters of a week, each in a transaction; safe to repeat.

    The letters stay in the vault. The report names each with its state, or why not.

    Raises:
        NothingToIssue: none is approved.
    """
    week_id = UUID(arguments["week"])
    with reading():
        week = db.session.get_one(Week, week_id)
        slug = week.slug
        keys = [one.id for one in letters_with(week, {LetterStatus.APPROVED})]
    if not keys:
        raise NothingToIssue
    rows = []
    for done, key in enumerate(keys):
        progress(done, len(keys))
        rows.append(_issued(week_id, key, UUID(arguments["by"])))
    press.forget()
    progress(len(keys), len(keys))
    head = [_("Number"), _("State"), _("Problem")]
    failed = sum(1 for _number, _state, problem in rows if problem)
    return Product(f"letters-{slug}.csv", CSV, csv_of([head, *rows]), failed)


def _issued(week_id: UUID, key: UUID, by_id: UUID) -> list[str]:
    numbered = ""
    try:
        with writing():
            week = db.session.get_one(Week, week_id)
            letter = db.session.get_one(LetterRequest, key)
            numbered = letter.numbered or ""
            issue(letter, settings_for(week), by=db.session.get_one(Account, by_id))
            return [numbered, letter_status_word(letter.status), ""]
    except Refusal as refusal:
        return [numbered, "", str(refusal)]
