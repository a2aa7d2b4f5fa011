"""Two people change one event: what each changed stays."""

from dataclasses import replace
from datetime import timedelta

from eventapp.kernel.i18n import Localised
from eventapp.planning.merging import merged
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import EventKind
from tests.builders import MORNING

HOUR = timedelta(hours=1)
SEEN = EventPlan(
    EventKind.SALON,
    Localised({"en": "Salon", "zh-Hans": "沙龙"}),
    MORNING,
    MORNING + HOUR,
    languages=("en", "zh-Hans"),
    capacity=20,
)


def test_what_was_not_typed_anew_is_what_stands_there_now() -> None:
    now = replace(SEEN, capacity=30, summary=Localised({"en": "New"}))

    assert merged(SEEN, SEEN, now) == now
    typed = replace(SEEN, capacity=None)
    assert merged(SEEN, typed, now) == replace(now, capacity=None)


def test_each_language_of_a_text_is_merged_for_itself() -> None:
    typed = replace(SEEN, title=Localised({"en": "Salon B", "zh-Hans": "沙龙"}))
    now = replace(SEEN, title=Localised({"en": "Salon", "zh-Hans": "雅集"}))

    assert dict(merged(SEEN, typed, now).title) == {"en": "Salon B", "zh-Hans": "雅集"}
    emptied = replace(SEEN, title=Localised({"en": "Salon"}))
    assert dict(merged(SEEN, emptied, SEEN).title) == {"en": "Salon"}


def test_hours_belong_together() -> None:
    typed = replace(SEEN, ends_at=MORNING + 2 * HOUR)
    now = replace(SEEN, starts_at=MORNING + 3 * HOUR, ends_at=MORNING + 4 * HOUR)

    both = merged(SEEN, typed, now)

    assert (both.starts_at, both.ends_at) == (typed.starts_at, typed.ends_at)
    assert merged(SEEN, SEEN, now).starts_at == now.starts_at
    unplaced = replace(SEEN, is_placed=False)
    elsewhere = replace(unplaced, starts_at=MORNING + HOUR, ends_at=MORNING + 2 * HOUR)
    assert merged(unplaced, elsewhere, now).starts_at == now.starts_at


def test_the_order_of_languages_is_no_change() -> None:
    typed = replace(SEEN, languages=("zh-Hans", "en"))
    now = replace(SEEN, languages=("en", "fr"))

    assert merged(SEEN, typed, now).languages == ("en", "fr")
