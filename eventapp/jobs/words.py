"""The words of jobs and of what they do."""

from eventapp.jobs.models import JobStatus
from eventapp.kernel.i18n import lazy_gettext

STATUSES = {
    JobStatus.QUEUED: lazy_gettext("Waits to begin"),
    JobStatus.RUNNING: lazy_gettext("In progress"),
    JobStatus.DONE: lazy_gettext("Done"),
    JobStatus.FAILED: lazy_gettext("Failed"),
    JobStatus.CANCELLED: lazy_gettext("Cancelled"),
}
KINDS = {
    "badges.sheets": lazy_gettext("Badges in print"),
    "letters.issue": lazy_gettext("Invitation letters"),
    "exchange.rows": lazy_gettext("Import of a programme"),
    "lists.file": lazy_gettext("A list as a file"),
    "people.rows": lazy_gettext("Import of people"),
    "selection.deed": lazy_gettext("A bulk change"),
    "selection.undo": lazy_gettext("Undoing a bulk change"),
}


def job_word(status: JobStatus) -> str:
    """What we call this status of a job."""
    return str(STATUSES[status])


def job_kind_word(kind: str) -> str:
    """What we call a job of this kind."""
    return str(KINDS.get(kind, kind))
