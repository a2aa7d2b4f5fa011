"""What an import did, kept for a day: the rows that were left, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from eventapp.intake.candidates import Candidate
from eventapp.intake.columns import FIELDS, PASSPORT
from eventapp.intake.findings import Finding
from eventapp.intake.models import PeopleFile
from eventapp.intake.previewing import Preview
from eventapp.intake.vocabulary import Outcome, Subject
from eventapp.web.tables import csv_of

Facts = Mapping[str, Any]
LISTED = 500  # stored rows with a remark that the report names


def report_of(file: PeopleFile, preview: Preview, *, companions: int) -> dict[str, Any]:
    """What the file keeps after it was taken over."""
    left = [
        one
        for one in preview.candidates
        if not one.is_new and not one.is_to_change and one.outcome in LEFT
    ]
    skipped = [one for one in preview.candidates if one.is_skipped and one not in left]
    columns = file.choices.get("columns", {})
    guarded = {int(place) for place, it in columns.items() if it in PASSPORT}
    return {
        "subject": str(Subject.PEOPLE),
        "entered": len(preview.new),
        "changed": len(preview.to_change),
        "companions": companions,
        "counts": {str(outcome): count for outcome, count in preview.counts.items()},
        "head": file.choices.get("head", []),
        "failed": [_row(one, without=guarded) for one in [*left, *skipped]],
        "warned": [_row(one) for one in preview.new if one.outcome is Outcome.WARNING][
            :LISTED
        ],
    }


LEFT = {Outcome.REJECT, Outcome.REVIEW, Outcome.CHANGED}


def findings_in(row: Facts) -> list[Finding]:
    """The findings of a row of the report."""
    return [Finding(*one) for one in row["findings"]]


def kept_findings(findings: Iterable[Finding]) -> list[list[str]]:
    """Findings as the report keeps them."""
    return [kept_cells((it.code, it.field, it.text, it.detail)) for it in findings]


def kept_cells(cells: Iterable[str]) -> list[str]:
    """Cells as they were, without the one sign that no JSON of PostgreSQL holds."""
    return [cell.replace("\0", "") for cell in cells]


def failed_rows(report: Facts) -> bytes:
    """The rows that were left, as they were, with the reason before them."""
    head = [_("Row"), _("Problem"), *report.get("head", [])]
    rows = (
        [row["number"], _sentences(findings_in(row)), *row["cells"]]
        for row in report.get("failed", [])
    )
    return csv_of([head, *rows])


def column_word(field: str) -> str:
    """What we call a column."""
    for fields in FIELDS.values():
        if field in fields:
            return str(fields[field])
    return ""


def sentence_of(finding: Finding) -> str:
    """The column and the reason, as one line."""
    column = column_word(finding.field)
    if not column:
        return str(finding)
    return _("%(column)s: %(reason)s", column=column, reason=finding)


def _sentences(findings: Iterable[Finding]) -> str:
    return " ".join(sentence_of(one) for one in findings)


def _row(one: Candidate, *, without: Collection[int] | None = None) -> dict[str, Any]:
    """What the report says of a row; with its cells, but `without` some of them."""
    telling: Sequence[Finding] = [
        it for it in one.open_findings if it.outcome is not Outcome.ACCEPT
    ]
    kept: dict[str, Any] = {
        "number": one.number,
        "name": one.shown,
        "findings": kept_findings(telling),
    }
    if without is not None:
        cells = ["" if n in without else cell for n, cell in enumerate(one.cells)]
        kept["cells"] = kept_cells(cells)
    return kept
