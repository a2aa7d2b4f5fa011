"""Outbox, journal and jobs in the office."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from eventapp.dashboard.words import ACTIONS
from eventapp.jobs import service as jobs
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.journal.models import Entry
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import put
from eventapp.programme.models.weeks import Week
from tests.builders import make_week
from tests.conftest import Client


def make_message(week: Week, subject: str = "Welcome", **changes: Any) -> Message:
    message = put(
        "registration.link",
        to_address=changes.pop("to_address", "anna@guest.example"),
        to_name="Anna Nowak",
        language="en",
        subject=subject,
        text="Dear Anna,\n\nHere is <your> link.\nOpen it.\n",
        week_id=week.id,
    )
    for name, value in changes.items():
        setattr(message, name, value)
    db.session.flush()
    return message


def make_job(week: Week, **changes: Any) -> Job:
    job = jobs.ask("badges.sheets", {"week": str(week.id)}, week_id=week.id)
    for name, value in changes.items():
        setattr(job, name, value)
    db.session.flush()
    return job


def test_the_outbox_says_what_was_written_to_whom_and_what_failed(
    client: Client,
) -> None:
    week = make_week("spring")
    make_message(week, "Sent one", status=MessageStatus.SENT, sent_at=clock.now())
    make_message(
        week,
        "Failed one",
        status=MessageStatus.FAILED,
        last_error="550 No such user",
        to_address="nobody@guest.example",
    )
    client.sign_in()

    page = client.get("/organise/spring/outbox").text

    assert "No mail server is set." in page
    assert "nobody@guest.example" in page
    assert "550 No such user" in page
    failed = client.get("/organise/spring/outbox?status=failed").text
    assert "Failed one" in failed
    assert "Sent one" not in failed
    found = client.get("/organise/spring/outbox?q=SENT").text
    assert "Failed one" not in found
    assert "No message fits" in client.get("/organise/spring/outbox?q=%25").text
    assert client.get("/organise/spring/outbox?status=%00").status_code == 200


def test_a_message_is_shown_as_it_was_written(client: Client) -> None:
    week = make_week("spring")
    message = make_message(week)
    client.sign_in()

    page = client.get(f"/organise/spring/outbox/{message.id}").text

    assert "<p>Here is &lt;your&gt; link.<br>Open it.</p>" in page.replace("\n", "")
    assert "Send it again" not in page


def test_a_failed_message_is_sent_again(client: Client) -> None:
    week = make_week("spring")
    message = make_message(week, status=MessageStatus.FAILED, attempts=8)
    client.sign_in()

    answer = client.post(
        f"/organise/spring/outbox/{message.id}/again", follow_redirects=True
    )

    assert "The message will be sent again." in answer.text
    row = db.session.get_one(Message, message.id)
    assert (row.status, row.attempts) == (MessageStatus.QUEUED, 0)
    assert db.session.scalars(select(Entry.action)).all() == ["message.queued_again"]
    again = client.post(f"/organise/spring/outbox/{message.id}/again")
    assert again.status_code == 409


def test_the_journal_is_searched_and_tells_before_and_after(client: Client) -> None:
    week = make_week("spring")
    note(
        "event.changed",
        actor="Anna Nowak",
        subject="Salon",
        week_id=week.id,
        details={"before": {"capacity": 10}, "after": {"capacity": 20}},
    )
    note("venue.planned", actor="Li Na", subject="Hall", week_id=week.id)
    note("event.changed", actor="X", subject="Elsewhere", week_id=make_week().id)
    client.sign_in()

    page = client.get("/organise/spring/journal").text
    found = client.get("/organise/spring/journal?q=nowak").text

    assert "Changed an event" in page
    assert "<del>10</del>" in page
    assert "<ins>20</ins>" in page
    assert "Elsewhere" not in page
    assert "Hall" not in found
    nothing = client.get("/organise/spring/journal?q=%25").text
    assert "No line of the journal fits." in nothing


def test_a_running_job_shows_how_far_it_is_and_renews_itself(client: Client) -> None:
    week = make_week("spring")
    job = make_job(week, status=JobStatus.RUNNING, done=120, total=1000)
    client.sign_in()
    live = f"/organise/spring/jobs/{job.id}/live"

    page = client.get(f"/organise/spring/jobs/{job.id}").text
    part = client.get(live)

    assert f'data-live="{live}"' in page
    assert '<progress value="120" max="1000"' in " ".join(part.text.split())
    assert "120 of 1000" in part.text
    known = {"If-None-Match": part.headers["ETag"]}
    assert client.get(live, headers=known).status_code == 304


def test_a_job_that_is_done_offers_its_file(client: Client) -> None:
    week = make_week("spring")
    asked = {"week": str(week.id), "wanted": "all", "first": 1, "last": 20}
    job = make_job(
        week,
        status=JobStatus.DONE,
        ended_at=clock.now(),
        arguments=asked,
        done=16,
        total=16,
    )
    add(
        JobResult(
            job_id=job.id,
            name="badges.pdf",
            media_type="application/pdf",
            content=b"%PDF-1.7",
        )
    )
    client.sign_in()

    page = client.get(f"/organise/spring/jobs/{job.id}").text
    assert "Download the file" in page
    assert "16 badges in the file. 4 numbers were left out" in page
    assert ("Cancel the job" in page, "data-live-end" in page) == (False, True)
    answer = client.get(f"/organise/spring/jobs/{job.id}/result")

    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=badges.pdf"


def test_a_job_is_cancelled_once(client: Client) -> None:
    week = make_week("spring")
    job = make_job(week)
    client.sign_in()
    address = f"/organise/spring/jobs/{job.id}/cancel"

    answer = client.post(address, follow_redirects=True)
    again = client.post(address)

    assert "The job is cancelled." in answer.text
    assert db.session.get_one(Job, job.id).status is JobStatus.CANCELLED
    assert again.status_code == 409
    assert "This job has already ended." in again.text


def test_records_of_another_week_are_not_found(client: Client) -> None:
    make_week("spring")
    other = make_week("autumn")
    message, job = make_message(other), make_job(other)
    client.sign_in()

    assert client.get(f"/organise/spring/outbox/{message.id}").status_code == 404
    assert client.post(f"/organise/spring/outbox/{message.id}/again").status_code == 404
    for more in ("", "/live", "/result"):
        assert client.get(f"/organise/spring/jobs/{job.id}{more}").status_code == 404
    assert client.post(f"/organise/spring/jobs/{job.id}/cancel").status_code == 404


def test_a_job_without_a_file_has_nothing_to_download(client: Client) -> None:
    job = make_job(make_week("spring"))
    client.sign_in()

    assert client.get(f"/organise/spring/jobs/{job.id}/result").status_code == 404


def test_every_deed_has_words() -> None:
    """What a literal call of the journal's writers names is worded for people."""
    named: set[str] = set()
    for path in Path("eventapp").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _called(call) in {"note", "note_about"}:
                named |= {
                    str(one.value)
                    for one in call.args
                    if isinstance(one, ast.Constant) and "." in str(one.value)
                }

    assert len(named) > 30
    assert named - ACTIONS.keys() == set()


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_the_lists_need_the_same_statements_for_many_rows(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week("spring")
    for n in range(6):
        make_message(week, f"Message {n}")
        make_job(week)
        note("venue.planned", actor="A", subject=f"{n}", week_id=week.id)
    client.sign_in()

    counts = []
    for branch in ("outbox", "journal", "jobs"):
        with statements() as ran:
            assert client.get(f"/organise/spring/{branch}").status_code == 200
        counts.append(len(ran))

    assert counts == [4, 5, 3]
