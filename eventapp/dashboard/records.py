"""What happened by itself: the outbox, long work."""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.badges.vocabulary import Wanted
from eventapp.config import current
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import MessageFilter
from eventapp.dashboard.office import bp
from eventapp.jobs import service as jobs_service
from eventapp.jobs.models import Job, JobStatus
from eventapp.jobs.queries import has_result, jobs_of, result_of
from eventapp.jobs.words import job_kind_word
from eventapp.mail import barring
from eventapp.mail import queries as mail
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import send_again as queue_again
from eventapp.mail.words import bar_word
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.conditional import fragment
from eventapp.web.lookup import get_or_404


@bp.get("/<slug>/outbox")
@requires(Right.MANAGE)
def outbox(slug: str) -> ResponseReturnValue:
    """What was written, to whom, when, and what failed."""
    week = week_at(slug)
    page = page_number()
    form = MessageFilter(request.args).offer()
    rows, has_more = mail.messages_of(
        week.id, status=form.chosen_status, search=searched(), page=page
    )
    return render_template(
        "dashboard/outbox.html",
        week=week,
        rows=rows,
        page=page,
        pages=neighbours(page, has_more=has_more),
        filter=form,
        counts=mail.counts_of(week.id),
        statuses=MessageStatus,
        has_server=current().smtp is not None,
        is_filtered=bool(form.chosen_status or searched()),
        everything=url_for(".outbox", slug=slug),
        here=here,
    )


@bp.get("/<slug>/outbox/<uuid:message_id>")
@requires(Right.MANAGE)
def message(slug: str, message_id: UUID) -> ResponseReturnValue:
    """One message as it was written."""
    week = week_at(slug)
    return render_template(
        "dashboard/message.html",
        week=week,
        message=(found := _message(week, message_id)),
        is_dead=barring.is_dead(found.to_address),
        bar=bar_word(found.bar) if found.bar else None,
        statuses=MessageStatus,
        has_server=current().smtp is not None,
    )


@bp.post("/<slug>/outbox/<uuid:message_id>/again")
@requires(Right.MANAGE)
def send_again(slug: str, message_id: UUID) -> ResponseReturnValue:
    """Queue a message that failed once more."""
    week = week_at(slug)
    found = _message(week, message_id)
    queue_again(found)
    service.keep(signed_in(), "message.queued_again", found.subject, found)
    flash(_("The message will be sent again."))
    return redirect(url_for(".message", slug=slug, message_id=found.id))


@bp.get("/<slug>/jobs")
@requires(Right.MANAGE)
def jobs(slug: str) -> ResponseReturnValue:
    """Long work, and what it made."""
    week = week_at(slug)
    return render_template(
        "dashboard/jobs.html", week=week, jobs=jobs_of(week.id), statuses=JobStatus
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


@bp.get("/<slug>/jobs/<uuid:job_id>/result")
@requires(Right.MANAGE)
def job_result(slug: str, job_id: UUID) -> ResponseReturnValue:
    """The file that a job made."""
    week = week_at(slug)
    result = result_of(_job(week, job_id)) or abort(404)
    response = Response(result.content, content_type=result.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=result.name)
    return response


def _message(week: Week, key: UUID) -> Message:
    found = get_or_404(Message, key)
    return found if found.week_id == week.id else abort(404)


def _shown(week: Week, job: Job) -> dict[str, object]:
    return {
        "week": week,
        "job": job,
        "statuses": JobStatus,
        "has_result": has_result(job),
        "left_out": _left_out(job),
    }


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
