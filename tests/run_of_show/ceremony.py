"""Ceremonies for tests."""

from typing import Any

from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.plans import CuePlan
from eventapp.run_of_show.service.writing import save_run
from tests.builders import make_account, make_event


def cue(en: str = "Welcome", zh: str = "", **changes: Any) -> CuePlan:
    values: dict[str, Any] = {
        "what": Localised({"en": en, "zh-Hans": zh}),
        "minutes": 10,
    }
    return CuePlan(**(values | changes))


def make_run(*cues: CuePlan | str, event: Event | None = None) -> Run:
    """The run of an event, by its cues or by what happens in them."""
    plans = [cue(one) if isinstance(one, str) else one for one in cues]
    event = event or make_event(en="Opening ceremony", zh="开幕式")
    return save_run(event, plans, seen_version=0, by=make_account())
