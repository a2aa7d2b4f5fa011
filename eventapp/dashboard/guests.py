"""What waits for an organiser about guests: their visa letters, cars and drivers."""

from flask import url_for
from flask_babel import ngettext

from eventapp.arrivals import runs
from eventapp.kernel import clock
from eventapp.letters import queries as letters
from eventapp.letters.vocabulary import LetterStatus
from eventapp.programme.models.weeks import Week

TO_CHECK = (LetterStatus.REQUESTED, LetterStatus.CHECKING)


def guests_that_need(week: Week) -> list[dict[str, str]]:
    """One line of each sort, with the page where it is decided."""
    return _letters_that_need(week) + _cars_that_need(week)


def _letters_that_need(week: Week) -> list[dict[str, str]]:
    counts = letters.counts_of(week)
    count = sum(counts.get(status, 0) for status in TO_CHECK)
    if not count:
        return []
    text = ngettext(
        "%(num)d visa letter to check", "%(num)d visa letters to check", count
    )
    return [{"text": text, "href": url_for("letter_office.queue", slug=week.slug)}]


def _cars_that_need(week: Week) -> list[dict[str, str]]:
    unsettled = runs.unsettled_in(week, clock.now())
    found = []
    if count := unsettled.late:
        found.append(
            {
                "text": ngettext(
                    "%(num)d arrival no longer fits its car",
                    "%(num)d arrivals no longer fit their cars",
                    count,
                ),
                "href": url_for("arrivals_office.all_pickups", slug=week.slug),
            }
        )
    if first := unsettled.first_driverless_at:
        found.append(
            {
                "text": ngettext(
                    "%(num)d pick-up without a driver",
                    "%(num)d pick-ups without a driver",
                    unsettled.driverless,
                ),
                "href": url_for(
                    "arrivals_office.all_pickups",
                    slug=week.slug,
                    day=first.astimezone(week.tzinfo).date(),
                ),
            }
        )
    return found
