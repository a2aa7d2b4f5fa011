"""`make readers`: every reader we know before every feed of a running site."""

import sys
import tempfile
from pathlib import Path

from eventapp.kernel.db import db
from tests.readers.catalogue import LOCKED
from tests.readers.clients.following import follow
from tests.readers.clients.invited import receive_all
from tests.readers.debian.readers import readers
from tests.readers.judge import case_of
from tests.readers.panel import sit
from tests.readers.world import World, world

SHOWN = 40  # faults, each as wide as
WIDTH = 400


def main() -> int:
    """Print how each reader fared; 1 if any was wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with world(folder) as site:
            return (
                _readers(site, folder) | _clients(site, folder) | _mails(site, folder)
            )


def _readers(site: World, folder: Path) -> int:
    files = []
    for number, feed in enumerate(site.feeds):
        file = folder / f"{number}.ics"
        file.write_bytes(site.fetched(feed))
        files.append(file)
    cases = [case_of(feed) for feed in site.feeds]
    db.session.commit()
    sitting = sit((*LOCKED, *readers(folder)), cases, files)
    for reader, version, feeds, events, faults in sitting.verdicts:
        row = f"{reader.name:<18}{reader.language:<12}{version:<10}"
        print(f"{row}{feeds:>6} feeds {events:>6} events {len(faults):>5} faults")
    faults = [fault for one in sitting.verdicts for fault in one.faults]
    for fault in [*faults, *sitting.quarrels][:SHOWN]:
        print(fault[:WIDTH])
    return 1 if faults or sitting.quarrels else 0


def _clients(site: World, folder: Path) -> int:
    wrong = 0
    for client, version, step, feed, faults in follow(site, folder):
        wrong |= _tell(f"{client:<18}{version:<16}{step:<20}{feed:<28}", faults)
    return wrong


def _mails(site: World, folder: Path) -> int:
    wrong = 0
    for version, offer, faults in receive_all(site, folder / "invited"):
        wrong |= _tell(f"{'Thunderbird':<18}{version:<16}{offer:<48}", faults)
    return wrong


def _tell(row: str, faults: list[str]) -> int:
    print(f"{row}{len(faults):>5} faults")
    for fault in faults:
        print(f"  {fault[:WIDTH]}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
