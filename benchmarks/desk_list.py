"""A desk's list of 5,000 people: octets, server time, and what it costs a slow phone.

`python -m benchmarks.desk_list [people]`: both kinds of lists, on SQLite, in one
process; then in Chromium, with the processor as it is and six times slower. A tenth
of the people have come. Prints all figures; 1 if an aim is missed.
"""

import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select

from benchmarks.crowd import make_crowd
from eventapp.app import create_app
from eventapp.badges.models import Badge
from eventapp.badges.service import code_of
from eventapp.checkin.expected import kept
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db, may_write
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from tests.checkin.devices import credential, make_device
from tests.conftest import settings_for
from tests.journeys.desk import served

PEOPLE = 5_000
AIMS = {"plain": 200_000, "sealed": 1_000_000}  # octets
AIM_LOAD_MS = 1_000
SLOWER = (1, 6)
ON_DEVICE = """async ({ code, event, address }) => {
    const script = document.querySelector("script[src$='desk/desk.js']").src;
    const load = (name) => import(script.replace("desk.js", `${name}.js`));
    const { openList } = await load("list"), { openStore } = await load("store");
    const answer = await (await fetch(address)).text();
    const base = openStore("bench");
    const list = () => openList({
        store: base, zone: "UTC", event, ask: async () => JSON.parse(answer) });
    const timed = async (deed) => {
        const began = performance.now();
        await deed();
        return Math.round((performance.now() - began) * 10) / 10;
    };
    const first = list();
    const took = { took_up: await timed(() => first.renew("")) };
    const again = list();
    took.started = await timed(() => again.start());
    took.opened = await timed(() => again.person(code, event));
    const keys = [];
    const words = ["a", "wang", "大学", "zolc mar", "0412", "nobodyx", "w", "wa"];
    for (const word of words) {
        keys.push(await timed(() => again.find(word)));
    }
    keys.sort((one, other) => one - other);
    took.search = keys[keys.length >> 1];
    took.longest_search = keys.at(-1);
    await again.wipe();
    return took;
}"""


def main() -> int:
    """Measure on the server and on a device."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        settings = settings_for(f"sqlite:///{folder / 'bench.db'}", folder)
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            week = make_crowd(people, people // 10)
            db.session.commit()
            key = week.id
            measures = {
                kind: on_server(week, is_sealed=kind == "sealed") for kind in AIMS
            }
            for kind, role in (
                ("plain", DeskRole.REGISTRATION),
                ("sealed", DeskRole.STEWARD),
            ):
                measures[kind] |= on_device(app, key, role)
    print(json.dumps({"people": people, **measures}, indent=2))
    missed = [
        f"{kind} {name}: {found}"
        for kind, octets in AIMS.items()
        for name, found in measures[kind].items()
        if (name == "octets" and found > octets)
        or (name.endswith(("took_up", "started")) and found > AIM_LOAD_MS)
    ]
    print("\n".join(f"missed: {one}" for one in missed))
    return 1 if missed else 0


def on_server(week: Week, *, is_sealed: bool) -> dict[str, Any]:
    """Octets, and processor time: the first list, one read anew, one change."""
    kept.forget()
    first, whole = timed(lambda: kept.whole_list(week, is_sealed=is_sealed))
    kept.forget(wholly=False)
    same, _ = timed(lambda: _changes(week, whole, is_sealed=is_sealed))
    registration = db.session.scalars(select(Registration).limit(1)).one()
    registration.is_head = is_sealed
    registration.number = 9_998 + is_sealed
    db.session.commit()
    kept.forget(wholly=False)
    changed, message = timed(lambda: _changes(week, whole, is_sealed=is_sealed))
    again, _ = timed(lambda: kept.whole_list(week, is_sealed=is_sealed))
    return {
        "octets": len(whole.packed),
        "octets of one change": len(message or b""),
        "server ms, the first one": first,
        "server ms, read again, nothing new": same,
        "server ms, read again, one change": changed,
        "server ms, whole again": again,
    }


def on_device(app: Flask, week_id: UUID, role: DeskRole) -> dict[str, float]:
    """Milliseconds in Chromium: taken up, started from its own store, asked."""
    badge = db.session.scalars(select(Badge).limit(1)).one()
    event = db.session.scalars(select(Event).order_by(Event.starts_at)).first()
    desk = db.session.scalars(select(Desk)).one()
    device = make_device(db.session.get_one(Week, week_id), role)
    assert event
    given = {
        "code": code_of(badge),
        "event": str(event.id),
        "address": f"/desk/{desk.id}/list",
    }
    token, path = credential(device), f"/desk/{desk.id}/?event={event.id}"
    db.session.commit()
    db.session.remove()
    found: dict[str, float] = {}
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for slower in SLOWER:
            context = browser.new_context(service_workers="block")
            context.add_cookies([{"name": "desk", "value": token, "url": address}])
            page = context.new_page()
            page.goto(f"{address}{path}")
            expect(page.locator("[data-part=age]")).to_contain_text("List of")
            for name, took in _on_page(page, slower, given).items():
                found[f"device ms, {slower}x slower, {name}"] = took
            context.close()
        browser.close()
    return found


def timed(deed: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of the processor, and what came out."""
    began = time.process_time()
    found = deed()
    return round((time.process_time() - began) * 1000, 1), found


def _changes(week: Week, known: kept.Whole, *, is_sealed: bool) -> bytes | None:
    since = known.made_at
    return kept.changes(week, is_sealed=is_sealed, since=since, known=known.mark)


def _on_page(page: Page, slower: int, given: dict[str, Any]) -> dict[str, float]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    found: dict[str, float] = page.evaluate(ON_DEVICE, given)
    return found


if __name__ == "__main__":
    sys.exit(main())
