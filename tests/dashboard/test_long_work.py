"""Jobs: an estimate, what failed and asking again, a letter to who waits long."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eventapp.jobs import service
from eventapp.jobs.models import Job, JobStatus
from eventapp.jobs.service import Product, Progress, work_off
from eventapp.kernel.db import add, db
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from tests.builders import make_week
from tests.conftest import Client, StoppedClock

MINUTE = timedelta(minutes=1)


def make_job(week: Week, time: StoppedClock, **changes: Any) -> Job:
    values: dict[str, Any] = {
        "kind": "letters.issue",
        "arguments": {"week": str(week.id)},
        "language": "en",
        "status": JobStatus.RUNNING,
        "total": 100,
        "created_at": time.now,
        "began_at": time.now,
        "due_at": time.now + service.LEASE,
        "week_id": week.id,
    }
    return add(Job(**(values | changes)))


def page_of(client: Client, job: Job, week: Week) -> str:
    return client.get(f"/organise/{week.slug}/jobs/{job.id}").text


def test_a_job_tells_how_long_it_takes_once_a_tenth_is_done(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    job = make_job(week, time, done=9)
    client.sign_in()
    time.advance(minutes=1)
    assert "left." not in page_of(client, job, week)

    job.done, job.due_at = 20, time.now + service.LEASE
    assert "About 4 minutes left." in page_of(client, job, week)
    time.advance(minutes=3)
    assert "It goes on at" in page_of(client, job, week)


def test_what_failed_is_counted_and_done_again_alone(client: Client) -> None:
    week = make_week()
    left = [1, 2, 3]

    def work(_arguments: dict[str, Any], tell: Progress) -> Product:
        tell(1, 1)
        done = [one for one in left if one != 2 or len(left) == 1]
        for one in done:
            left.remove(one)
        return Product("rows.csv", "text/csv", b"2", failed_rows=len(left))

    before = dict(service._works)  # noqa: SLF001 - given back below
    service.register("test", work)
    job = service.ask("test", {}, week_id=week.id)
    client.sign_in()
    db.session.commit()
    work_off()
    key, slug = job.id, week.slug
    page = client.get(f"/organise/{slug}/jobs/{key}").text

    client.post(f"/organise/{slug}/jobs/{key}/again")
    work_off()
    service._works.clear()  # noqa: SLF001 - as it was
    service._works.update(before)  # noqa: SLF001 - as it was

    assert "1 row failed; the file says why." in page
    assert "Repeat what failed" in page
    jobs = db.session.scalars(select(Job)).all()
    assert sorted(one.failed_rows for one in jobs) == [0, 1]
    assert left == []


def test_who_asked_hears_of_long_work_and_of_nothing_short(
    client: Client, time: StoppedClock
) -> None:
    week, account = make_week(), client.sign_in()

    def work(arguments: dict[str, Any], _tell: Progress) -> Product:
        time.advance(minutes=arguments["minutes"])
        return Product("a.txt", "text/plain", b"a")

    before = dict(service._works)  # noqa: SLF001 - given back below
    service.register("test", work)
    for minutes in (1, 4):
        service.ask(
            "test", {"minutes": minutes}, asked_by_id=account.id, week_id=week.id
        )
        db.session.commit()
        work_off()
    service._works.clear()  # noqa: SLF001 - as it was
    service._works.update(before)  # noqa: SLF001 - as it was

    (message,) = db.session.scalars(select(Message)).all()
    last = db.session.scalars(select(Job).order_by(Job.created_at.desc())).first()
    assert last is not None
    assert message.to_address == account.address
    assert f"/organise/{week.slug}/jobs/{last.id}" in message.text


def test_the_overview_and_the_page_behind_it_count_the_same_failed_jobs(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    for days in (1, 2, 9):
        ended = time.now - timedelta(days=days)
        make_job(week, time, status=JobStatus.FAILED, ended_at=ended)
    client.sign_in()

    assert "2 failed jobs" in client.get(f"/organise/{week.slug}/").text
    page = client.get(f"/organise/{week.slug}/jobs?only=failed").text
    assert "2 jobs failed in the last 7 days." in page
    assert page.count('<th scope="row">') == 2
