"""A worker is killed at every step: nobody gets the same mail twice."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from eventapp.kernel.db import db, may_write
from eventapp.mail.delivering import deliver
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import put, send_again
from tests.conftest import StoppedClock
from tests.mail.smtp import smtp_server
from tests.mail.test_delivery import to

# Each worker is a process of its own, killed at a step of its first message.
WORKERS = """
import os, signal, sys
from contextlib import contextmanager
from eventapp.app import create_app
from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.mail.delivering import deliver
from eventapp.mail.transport import smtp_transport

app = create_app()
transport = smtp_transport(current())

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(step):
    @contextmanager
    def conversation():
        with transport() as send:
            def send_and_die(message, hand_over):
                if step == "leased":
                    die()
                def hand_over_and_die():
                    if step == "all but its end given":
                        die()
                    hand_over()
                    if step == "handed over":
                        die()
                if step == "taken and unanswered":
                    print(os.getpid(), flush=True)
                    sys.stdin.readline()
                send(message, hand_over_and_die)
                die()  # it was answered, and not noted
            yield send_and_die
    return conversation

with app.app_context():
    db.engine.dispose()
    for step in sys.argv[1:]:
        child = os.fork()
        if child == 0:
            deliver(dying(step))
            os._exit(1)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, step
"""
STEPS = {
    "leased": MessageStatus.QUEUED,
    "all but its end given": MessageStatus.QUEUED,
    "handed over": MessageStatus.UNCERTAIN,
    "taken and unanswered": MessageStatus.UNCERTAIN,
    "answered and not noted": MessageStatus.UNCERTAIN,
}


def test_a_killed_worker_loses_nothing_and_repeats_nothing(
    time: StoppedClock, database_url: str, tmp_path: Path
) -> None:
    for step in STEPS:
        put(
            "x",
            to_address="w@g.example",
            to_name="",
            language="en",
            subject=step,
            text="",
        )
        db.session.commit()
        time.advance(seconds=1)
    ahead = int((time.now - datetime.now(UTC)).total_seconds()) + 1
    with smtp_server() as box:
        with subprocess.Popen(
            [sys.executable, "-c", WORKERS, *STEPS],
            env={
                "EVENTAPP_SECRET_KEY": "a secret of the tests, long enough to count",
                "EVENTAPP_DATA": str(tmp_path),
                "EVENTAPP_DATABASE": database_url.replace("+psycopg", ""),
                "EVENTAPP_SMTP": box.url,
                "EVENTAPP_CLOCK_SHIFT": str(ahead),
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as workers:
            assert workers.stdin is not None
            assert workers.stdout is not None
            doomed = int(workers.stdout.readline())
            box.kills = doomed
            workers.stdin.write("go\n")
            workers.stdin.flush()
            assert workers.wait(timeout=120) == 0

        time.advance(minutes=20)
        deliver(to(box.url))
        found = db.session.execute(
            select(Message.subject, Message.status).execution_options(
                populate_existing=True
            )
        )
        assert dict(found.all()) == {
            step: MessageStatus.SENT if was is MessageStatus.QUEUED else was
            for step, was in STEPS.items()
        }
        came = sorted(str(mail["Subject"]) for mail in box.mails)
        assert came == sorted(set(STEPS) - {"handed over"})

        # The one of which nobody knows is sent again when the office says so.
        may_write(allowed=True)
        lost = db.session.scalars(
            select(Message).where(Message.subject == "handed over")
        ).one()
        send_again(lost)
        db.session.commit()
        assert deliver(to(box.url)) == 1
