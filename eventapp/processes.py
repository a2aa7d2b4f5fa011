"""The processes of a running site: the server, and one worker beside it."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.exc import SQLAlchemyError

from eventapp.config import Settings
from eventapp.jobs.service import tidy_when_due, work_off
from eventapp.kernel.db import DatabaseLost, db
from eventapp.mail.delivering import deliver
from eventapp.mail.transport import smtp_transport

log = logging.getLogger(__name__)

APPLICATION = "eventapp.app:create_app"
REST_SECONDS = 1.0
PAUSE_SECONDS = 5.0  # after a failure, before the next try


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """Say in a sentence when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            message = f"Cannot listen at {host}:{port} ({error}). Choose another PORT."
            raise click.ClickException(message) from None


def serve(host: str, port: int, settings: Settings) -> None:
    """Serve until told to stop; a worker that dies is started again."""
    _count_together(settings.data / "metrics")
    ended = threading.Event()
    worker = threading.Thread(target=_keep_working, args=(ended,), daemon=True)
    worker.start()
    on_sqlite = settings.uses_sqlite
    server = Server(
        APPLICATION,
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=settings.workers or (1 if on_sqlite else 2),
        blocking_threads=8 if on_sqlite else 4,
        respawn_failed_workers=True,
        log_access=False,  # addresses may carry private links
        log_level=LogLevels.error,
        websockets=False,
    )
    try:
        server.serve()
    finally:
        ended.set()
        worker.join(timeout=PAUSE_SECONDS)


def work_until_stopped(settings: Settings) -> None:
    """Deliver mail, do jobs and tidy in a loop; ends with its parent, or when told."""
    transport = smtp_transport(settings)
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    parent = os.getppid()
    while not stopped.is_set() and os.getppid() == parent:
        try:
            work_off()
            if transport is not None:
                deliver(transport)
            tidy_when_due(time.monotonic())
        except (SQLAlchemyError, DatabaseLost, TimeoutError):
            db.session.rollback()
            log.exception("the database did not answer; the worker tries again")
            stopped.wait(PAUSE_SECONDS)
        db.session.remove()
        stopped.wait(REST_SECONDS)


def _count_together(folder: Path) -> None:
    """Let all processes of this site count into one folder, begun anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # read when they start


def _keep_working(ended: threading.Event) -> None:
    while not ended.is_set():
        started = time.monotonic()
        worker = subprocess.Popen([sys.executable, "-m", "eventapp.cli", "work"])
        while worker.poll() is None and not ended.wait(REST_SECONDS / 4):
            pass
        if ended.is_set():
            worker.terminate()
            worker.wait()
        elif time.monotonic() - started < PAUSE_SECONDS:
            ended.wait(PAUSE_SECONDS)
