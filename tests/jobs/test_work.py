"""Long work: taken once, told step by step, repeated after a failure, cancelled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import select

from eventapp.jobs import service
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.jobs.queries import jobs_of, result_of
from eventapp.jobs.service import (
    JobEnded,
    Product,
    Progress,
    Work,
    ask,
    cancel,
    register,
    work_off,
)
from eventapp.kernel.db import db, may_write, writing
from eventapp.kernel.i18n import speaking, spoken
from eventapp.programme.queries import week_by_slug
from tests.builders import make_week
from tests.conftest import StoppedClock

PAPER = Product("paper.txt", "text/plain", b"done")


@pytest.fixture(autouse=True)
def works(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert app
    monkeypatch.setattr(service, "TELL_SECONDS", 0.0)
    before = dict(service._works)  # noqa: SLF001 - given back after the test
    yield
    service._works.clear()  # noqa: SLF001 - as it was
    service._works.update(before)  # noqa: SLF001 - as it was


def begin(work: Work, **arguments: Any) -> Job:
    register("test", work)
    job = ask("test", arguments)
    db.session.commit()
    return job


def kept(job: Job) -> Job:
    db.session.rollback()
    may_write(allowed=True)
    return db.session.get_one(Job, job.id, populate_existing=True)


def test_a_job_leaves_its_file() -> None:
    job = begin(
        lambda arguments, _tell: Product(
            "a.txt", "text/plain", arguments["x"].encode()
        ),
        x="1",
    )

    assert work_off() == 1

    row = kept(job)
    result = result_of(row)
    assert row.status is JobStatus.DONE
    assert result is not None
    assert (result.name, result.media_type, result.content) == (
        "a.txt",
        "text/plain",
        b"1",
    )
    assert work_off() == 0


def test_a_job_tells_how_far_it_is_to_everybody() -> None:
    seen: list[tuple[JobStatus, int, int]] = []

    def work(_arguments: dict[str, Any], tell: Progress) -> Product:
        for done in (1, 2):
            tell(done, 2)
            row = db.session.scalars(select(Job)).one()
            seen.append((row.status, row.done, row.total))
            db.session.rollback()
        return PAPER

    begin(work)
    work_off()

    assert seen == [(JobStatus.RUNNING, 1, 2), (JobStatus.RUNNING, 2, 2)]


def test_a_job_speaks_the_language_of_who_asked() -> None:
    heard: list[str] = []

    def work(_arguments: dict[str, Any], _tell: Progress) -> Product:
        heard.append(spoken().tag)
        assert gettext("Sent")
        return PAPER

    with speaking("zh-Hans"):
        begin(work)
    work_off()

    assert heard == ["zh-Hans"]


def test_a_job_that_fails_is_repeated_and_then_given_up(time: StoppedClock) -> None:
    def work(_arguments: dict[str, Any], _tell: Progress) -> Product:
        raise ValueError("no paper")

    job = begin(work)

    work_off()
    row = kept(job)
    assert (row.status, row.attempts) == (JobStatus.QUEUED, 1)
    assert row.last_error == "ValueError: no paper"
    assert row.due_at == time.now + timedelta(seconds=10)

    for _n in range(2):
        time.advance(minutes=1)
        work_off()
    row = kept(job)
    assert (row.status, row.attempts) == (JobStatus.FAILED, service.MOST_ATTEMPTS)
    assert row.ended_at == time.now


def test_a_job_that_breaks_a_rule_ends_with_its_sentence() -> None:
    def work(_arguments: dict[str, Any], _tell: Progress) -> Product:
        raise JobEnded

    with speaking("zh-Hans"):
        job = begin(work)

    assert work_off() == 1

    ended = kept(job)
    assert (ended.status, ended.attempts) == (JobStatus.FAILED, 1)
    assert ended.last_error == "该任务已结束。"


def test_a_job_of_a_kind_that_nobody_does_fails_in_words(time: StoppedClock) -> None:
    job = ask("unheard-of", {})
    db.session.commit()

    for _n in range(service.MOST_ATTEMPTS):
        work_off()
        time.advance(minutes=1)

    assert kept(job).status is JobStatus.FAILED


def test_what_a_failed_job_wrote_is_undone(time: StoppedClock) -> None:
    assert time

    def work(_arguments: dict[str, Any], _tell: Progress) -> Product:
        make_week("half-done")
        raise ValueError

    begin(work)
    work_off()

    assert db.session.scalars(select(Job)).one().status is JobStatus.QUEUED
    assert week_by_slug("half-done") is None


def test_the_job_of_a_worker_that_died_is_taken_up_after_its_lease(
    time: StoppedClock,
) -> None:
    def die(_arguments: dict[str, Any], tell: Progress) -> Product:
        tell(1, 2)
        raise KeyboardInterrupt

    job = begin(die)
    with pytest.raises(KeyboardInterrupt):
        work_off()
    register("test", lambda _arguments, _tell: PAPER)

    assert work_off() == 0
    time.advance(minutes=4)
    assert work_off() == 0
    time.advance(minutes=2)
    assert work_off() == 1

    row = kept(job)
    assert (row.status, row.attempts) == (JobStatus.DONE, 2)


def test_a_job_that_kills_every_worker_is_given_up(time: StoppedClock) -> None:
    def die(_arguments: dict[str, Any], _tell: Progress) -> Product:
        raise KeyboardInterrupt

    job = begin(die)
    for _n in range(service.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            work_off()
        time.advance(minutes=10)

    work_off()

    row = kept(job)
    assert (row.status, row.last_error) == (JobStatus.FAILED, "interrupted")


def test_telling_how_far_it_is_keeps_a_long_job_for_its_worker(
    time: StoppedClock,
) -> None:
    taken_by_another: list[int] = []

    def work(_arguments: dict[str, Any], tell: Progress) -> Product:
        for done in range(4):
            time.advance(minutes=4)
            tell(done, 4)
            taken_by_another.append(work_off())
        return PAPER

    job = begin(work)
    work_off()

    assert taken_by_another == [0, 0, 0, 0]
    assert kept(job).status is JobStatus.DONE


def test_a_waiting_job_is_cancelled_before_it_begins() -> None:
    job = begin(lambda _arguments, _tell: PAPER)
    cancel(job)
    db.session.commit()

    assert work_off() == 0
    assert kept(job).status is JobStatus.CANCELLED
    with pytest.raises(JobEnded):
        cancel(job)


def test_a_running_job_stops_at_its_next_step() -> None:
    steps: list[int] = []

    def work(_arguments: dict[str, Any], tell: Progress) -> Product:
        for done in range(3):
            tell(done, 3)
            steps.append(done)
            with writing():
                cancel_once()
        return PAPER

    def cancel_once() -> None:
        row = db.session.scalars(select(Job)).one()
        if row.status is JobStatus.RUNNING:
            cancel(row)

    job = begin(work)
    work_off()

    assert steps == [0]
    assert kept(job).status is JobStatus.CANCELLED
    assert db.session.scalars(select(JobResult)).all() == []


def test_a_job_cancelled_in_its_last_step_leaves_no_file() -> None:
    def work(_arguments: dict[str, Any], _tell: Progress) -> Product:
        with writing():
            cancel(db.session.scalars(select(Job)).one())
        return PAPER

    job = begin(work)
    work_off()

    assert kept(job).status is JobStatus.CANCELLED
    assert db.session.scalars(select(JobResult)).all() == []


def test_progress_never_exceeds_the_whole() -> None:
    def work(_arguments: dict[str, Any], tell: Progress) -> Product:
        tell(7, 3)
        return PAPER

    job = begin(work)
    work_off()

    row = kept(job)
    assert (row.done, row.total) == (7, 7)


def test_the_jobs_of_a_week_are_the_latest_first(time: StoppedClock) -> None:
    week = make_week()
    first = ask("test", {}, week_id=week.id)
    time.advance(minutes=1)
    second = ask("test", {}, week_id=week.id)
    ask("test", {}, week_id=make_week().id)

    assert list(jobs_of(week.id)) == [second, first]
