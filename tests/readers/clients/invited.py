"""Thunderbird gets the mails of a place, one after the other, over SMTP."""

import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from tests.readers import hostile
from tests.readers.catalogue import Reader
from tests.readers.clients.thunderbird import InvitedThunderbird
from tests.readers.invitations import (
    CALLED_OFF,
    GIVEN_BACK,
    document_in,
    event_of,
    guest,
    letters,
)
from tests.readers.judge import faults_of
from tests.readers.world import World

PATIENCE_SECONDS = 60
STORIES = {"After the change": GIVEN_BACK, "Over midnight": CALLED_OFF}


class Received(NamedTuple):
    """What Thunderbird offered for a mail, and what was wrong in its calendar then."""

    version: str
    offer: str
    faults: list[str]


def receive_all(world: World, folder: Path) -> Iterator[Received]:
    """Let a guest be invited to two events, until both are taken back."""
    week = hostile.spring("invited")
    registration = guest(week)
    thunderbird = InvitedThunderbird(folder, registration.address)
    seen: set[str] = set()

    def delivered(registration: Registration, _event: Event) -> EmailMessage:
        address = registration.address
        db.session.commit()  # what holds the database stops the site
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for mail in list(world.site.mailbox.received):
                is_new = str(mail["Message-ID"]) not in seen
                is_ours = address in str(mail["To"])
                if is_new and is_ours and mail.is_multipart():
                    seen.add(str(mail["Message-ID"]))
                    return mail
            time.sleep(0.2)
        message = f"No calendar came to {address}."
        raise AssertionError(message)

    try:
        for title, story in STORIES.items():
            event = event_of(week, title)
            for letter in letters(registration, event, story, delivered):
                answer = thunderbird.receive(document_in(letter.mail).decode())
                faults = []
                if answer["offer"] != letter.offer:
                    faults.append(f"offers {answer['offer']}: {answer['words']}")
                if letter.offer == "CANCEL":
                    faults += [f"still shows {one}" for one in answer["shown"]]
                else:
                    reader = Reader(thunderbird.name, "", ())
                    faults += faults_of(reader, letter.case, answer["shown"])
                yield Received(thunderbird.version, letter.offer, faults)
    finally:
        clock.stop(None)
        thunderbird.close()
