"""Messages to the office: what somebody asked for is ready, or could not be done."""

from datetime import timedelta

from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.jobs.models import Job, JobStatus
from eventapp.jobs.words import job_kind_word
from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.mail.service import put
from eventapp.programme.models.weeks import Week

LONG = timedelta(minutes=2)  # who asked has turned to something else since


def tell_ended(job: Job) -> None:
    """Write to who asked for long work; nobody waits for short work elsewhere."""
    if job.ended_at is None or job.ended_at - job.created_at < LONG:
        return
    account = db.session.get(Account, job.asked_by_id) if job.asked_by_id else None
    week = db.session.get(Week, job.week_id) if job.week_id else None
    if account is None or week is None or not account.is_enabled:
        return
    page = f"{current().address}/organise/{week.slug}/jobs/{job.id}"
    with speaking(job.language):
        what = job_kind_word(job.kind)
        if job.status is JobStatus.DONE:
            subject = _("Done: %(what)s", what=what)
            text = _("The work that you asked for is done. Its page:")
        else:
            subject = _("Failed: %(what)s", what=what)
            text = _("The work that you asked for could not be done. Why:")
        put(
            "job.ended",
            to_address=account.address,
            to_name=account.name,
            language=job.language,
            subject=subject,
            text=f"{text}\n{page}",
            week_id=week.id,
        )
