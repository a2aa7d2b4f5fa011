"""What a changed event costs: it is rendered itself, and its week is only joined."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from eventapp.app import create_app
from eventapp.feeds import document, writing
from eventapp.feeds.document import CalendarEvent, EventBlock
from eventapp.kernel.db import db, may_write
from eventapp.kernel.i18n import Localised
from eventapp.web import page_cache
from tests.builders import MORNING, make_event, make_week, republish
from tests.conftest import settings_for

EVENTS = 300
ADDRESS = "/feeds/rendered.ics"


def renders_itself_alone() -> list[str]:
    """Measure on SQLite, in this process; what is not so, in words."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        app = create_app(
            settings_for(f"sqlite:///{Path(name) / 'bench.db'}", Path(name))
        )
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            week = make_week("rendered")
            events = [
                make_event(
                    week,
                    f"Event {number}",
                    summary=Localised({"en": "What it is. " * 8}),
                    starts_at=MORNING + timedelta(minutes=number),
                )
                for number in range(EVENTS)
            ]
            db.session.commit()
            client = app.test_client()
            print(f"\na week of {EVENTS} events, on SQLite")
            whole = _ask("all rendered", client)
            db.session.rollback()
            may_write(allowed=True)  # the request before could only read
            later = events[0].starts_at + timedelta(minutes=1)
            republish(events[0], starts_at=later)
            db.session.commit()
            one = _ask("one event changed", client)
            db.session.remove()
            db.engine.dispose()
    wrong = []
    if (whole, one) != (EVENTS, 1):
        wrong.append(f"{whole} events were rendered, and after one change {one}")
    return wrong


def _ask(words: str, client: FlaskClient) -> int:
    page_cache.forget_revisions()
    with _counted() as rendered:
        before = time.process_time()
        status = client.get(ADDRESS).status_code
        spent = 1000 * (time.process_time() - before)
    if status != 200:
        raise LookupError(ADDRESS, status)
    print(f"{words:<18}{spent:>9.2f} ms {len(rendered):>5} rendered")
    return len(rendered)


@contextmanager
def _counted() -> Iterator[list[str]]:
    """What was rendered, by its UID."""
    rendered: list[str] = []
    render = document.render_event

    def note(event: CalendarEvent) -> EventBlock:
        rendered.append(event.uid)
        return render(event)

    vars(writing)["render_event"] = note
    try:
        yield rendered
    finally:
        vars(writing)["render_event"] = render
