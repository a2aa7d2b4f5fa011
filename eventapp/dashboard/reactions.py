"""What the office does when a lower package announces something."""

from eventapp.dashboard import notices
from eventapp.jobs import signals
from eventapp.jobs.models import Job


def connect() -> None:
    """Listen; `views` does so once."""
    signals.job_ended.connect(_tell)


def _tell(job: Job, **_ignored: object) -> None:
    notices.tell_ended(job)
