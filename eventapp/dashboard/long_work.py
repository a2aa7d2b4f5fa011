"""Long work: how far each job is, its file, cancelling it and asking for it again."""

from datetime import timedelta
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.badges.vocabulary import Wanted
from eventapp.dashboard import service
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries.needing import FAILED_FOR
from eventapp.jobs import service as jobs_service
from eventapp.jobs.models import Job, JobStatus
from eventapp.jobs.queries import has_result, jobs_of, result_of
from eventapp.jobs.words import job_kind_word
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.conditional import fragment
from eventapp.web.lookup import get_or_404

A_MINUTE = timedelta(minutes=1)


@bp.get("/<slug>/jobs")
@requires(Right.MANAGE)
def jobs(slug: str) -> ResponseReturnValue:
    """Long work, and what it made."""
    week = week_at(slug)
    is_failed = request.args.get("only") == "failed"
    since = clock.now() - FAILED_FOR if is_failed else None
    return render_template(
        "dashboard/jobs.html",
        week=week,
        jobs=jobs_of(week.id, failed_since=since),
        statuses=JobStatus,
        only_failed=is_failed,
    )


@bp.get("/<slug>/jobs/<uuid:job_id>")
@requires(Right.MANAGE)
def job(slug: str, job_id: UUID) -> ResponseReturnValue:
    """How far a job is."""
    week = week_at(slug)
    found = _job(week, job_id)
    return render_template("dashboard/job.html", **_shown(week, found))


@bp.get("/<slug>/jobs/<uuid:job_id>/live")
@requires(Right.MANAGE)
def live_job(slug: str, job_id: UUID) -> ResponseReturnValue:
    """The progress alone, for the page that renews itself."""
    week = week_at(slug)
    found = _job(week, job_id)
    return fragment(render_template("dashboard/_job.html", **_shown(week, found)))


@bp.post("/<slug>/jobs/<uuid:job_id>/cancel")
@requires(Right.MANAGE)
def cancel_job(slug: str, job_id: UUID) -> ResponseReturnValue:
    """Stop a job that waits or runs."""
    week = week_at(slug)
    found = _job(week, job_id)
    jobs_service.cancel(found)
    service.keep(signed_in(), "job.cancelled", job_kind_word(found.kind), found)
    flash(_("The job is cancelled."))
    return redirect(url_for(".job", slug=slug, job_id=found.id))


@bp.post("/<slug>/jobs/<uuid:job_id>/again")
@requires(Right.MANAGE)
def repeat_job(slug: str, job_id: UUID) -> ResponseReturnValue:
    """Do what a job left undone; what it did before stays as it is."""
    week, by = week_at(slug), signed_in()
    found = jobs_service.ask_again(_job(week, job_id), asked_by_id=by.id)
    service.keep(by, "job.asked", job_kind_word(found.kind), found)
    return redirect(url_for(".job", slug=slug, job_id=found.id))


@bp.get("/<slug>/jobs/<uuid:job_id>/result")
@requires(Right.MANAGE)
def job_result(slug: str, job_id: UUID) -> ResponseReturnValue:
    """The file that a job made."""
    week = week_at(slug)
    result = result_of(_job(week, job_id)) or abort(404)
    response = Response(result.content, content_type=result.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=result.name)
    return response


def _shown(week: Week, job: Job) -> dict[str, object]:
    return {
        "week": week,
        "job": job,
        "statuses": JobStatus,
        "has_result": has_result(job),
        "left_out": _left_out(job),
        "estimate": _estimate(job),
        "silent_until": _silent_until(job),
    }


def _estimate(job: Job) -> str:
    """How long it still takes, in words; empty while nobody can tell."""
    left = job.time_left(clock.now())
    if left is None:
        return ""
    if left < A_MINUTE:
        return _("Less than a minute left.")
    minutes = round(left / A_MINUTE)
    return ngettext(
        "About %(num)d minute left.", "About %(num)d minutes left.", minutes
    )


def _silent_until(job: Job) -> object:
    """When another worker goes on with what one has left; None while one tells."""
    heard_at = job.due_at - jobs_service.LEASE
    is_silent = clock.now() - heard_at > 2 * A_MINUTE
    return job.due_at if job.status is JobStatus.RUNNING and is_silent else None


def _left_out(job: Job) -> int:
    """Of the numbers from here to there, how many have no badge."""
    asked = job.arguments
    first, last = asked.get("first"), asked.get("last")
    is_whole = asked.get("wanted") == Wanted.ALL and not (
        asked.get("kinds") or asked.get("delegation")
    )
    if not (first and last and is_whole):
        return 0
    return max(int(last) - int(first) + 1 - job.total, 0)


def _job(week: Week, key: UUID) -> Job:
    found = get_or_404(Job, key)
    return found if found.week_id == week.id else abort(404)
