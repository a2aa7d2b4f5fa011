"""Many delegates who want one event at one instant; also a process of its own."""

import sys
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

from flask import Flask

from eventapp.app import create_app
from eventapp.kernel.db import db, writing
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.places import reserve_place
from tests.conftest import settings_for


def rush(app: Flask, event: UUID, people: list[UUID]) -> list[BaseException]:
    """Let all `people` reserve a place at once, each in a thread; tell what failed."""
    barrier = Barrier(len(people))
    failures: list[BaseException] = []

    def reserve(person: UUID) -> None:
        barrier.wait()
        try:
            with app.app_context(), writing():
                reserve_place(
                    db.session.get_one(Registration, person),
                    db.session.get_one(Event, event),
                )
        except BaseException as failure:  # noqa: BLE001 - told to the test
            failures.append(failure)

    threads = [Thread(target=reserve, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


if __name__ == "__main__":
    url, folder, wanted, *crowd = sys.argv[1:]
    application = create_app(settings_for(url, Path(folder)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    found = rush(application, UUID(wanted), [UUID(one) for one in crowd])
    sys.exit("\n".join(map(repr, found)) or None)
