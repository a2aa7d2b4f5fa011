"""What differs between two plans of an event, in the reader's words."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.kernel.i18n import Localised, day_in_words, lazy_gettext, spoken
from eventapp.programme.casting import of_people
from eventapp.programme.difference import Difference, or_nothing
from eventapp.programme.naming import Facts, Names
from eventapp.programme.plans import (
    UNTOLD,
    EventPlan,
    part_from,
    plan_from,
)
from eventapp.programme.when import language_name
from eventapp.programme.words import (
    event_status_word,
    kind_word,
    mode_word,
    sign_up_word,
    waiting_list_word,
)
from eventapp.web.filters import listing, weekday

DASH = "\N{EN DASH}"
LABELS = {
    "kind": lazy_gettext("Kind"),
    "title": lazy_gettext("Title"),
    "when": lazy_gettext("Time"),
    "venue_id": lazy_gettext("Venue"),
    "meeting_point_id": lazy_gettext("Meeting point"),
    "coaches": lazy_gettext("Coaches"),
    "parent_id": lazy_gettext("Part of"),
    "mode": lazy_gettext("How people meet"),
    "joining_link": lazy_gettext("Joining link"),
    "joining_minutes": lazy_gettext("Joining link is shown before the start"),
    "capacity": lazy_gettext("Places"),
    "signup": lazy_gettext("Sign-up"),
    "signup_opens_at": lazy_gettext("Sign-up opens"),
    "signup_closes_at": lazy_gettext("Sign-up closes"),
    "waiting_list": lazy_gettext("When a place is free again"),
    "offer_hours": lazy_gettext("Hours until an offer ends"),
    "promotion_stops_minutes": lazy_gettext("The waiting list stops before the start"),
    "whole_delegations": lazy_gettext("Delegations come as a whole"),
    "languages": lazy_gettext("Languages"),
    "interpretation": lazy_gettext("Interpretation"),
    "summary": lazy_gettext("What it is"),
    "status": lazy_gettext("Status"),
}
WHEN = frozenset({"starts_at", "ends_at", "is_placed"})
TEXTS = frozenset({"title", "summary", "interpretation"})
ONLY_FOR_THE_OFFICE = frozenset(
    {
        "joining_link",
        "joining_minutes",
        "status",
        "waiting_list",
        "offer_hours",
        "promotion_stops_minutes",
    }
)


def differences(
    before: Facts | None, after: Facts, names: Names, *, is_public: bool = False
) -> list[Difference]:
    """What differs between two states of an event, the fields in one fixed order.

    Args:
        before: What was kept of it, with "people"; None: it is new, all of it is told.
        after: What it is now.
        names: What the keys stand for.
        is_public: Leave out what the public does not see, and the other languages.
    """
    new = plan_from(after)
    old = plan_from(before) if before else None
    found = [*_of_fields(old, new, names, is_public=is_public)]
    was = [part_from(one) for one in (before or {}).get("people") or ()]
    found += of_people(
        was, [part_from(one) for one in after.get("people") or ()], names
    )
    if is_public:
        return [one for one in found if one.field not in ONLY_FOR_THE_OFFICE]
    return found


def hours_of(
    plan: EventPlan, names: Names, *, with_year: bool = False, with_day: bool = True
) -> str:
    """When an event takes place, by the clock of its week: Tue 9 Mar 14:00–16:00."""
    if not plan.is_placed:
        return _("No place in the programme")
    begins, ends = (at.astimezone(names.zone) for at in (plan.starts_at, plan.ends_at))
    if begins.date() != ends.date():
        one, two = (_instant(at, with_year=with_year) for at in (begins, ends))
        return f"{one} {DASH} {two}"
    hours = f"{begins:%H:%M}{DASH}{ends:%H:%M}"
    return f"{_day(begins, with_year=with_year)} {hours}" if with_day else hours


def _of_fields(
    old: EventPlan | None, new: EventPlan, names: Names, *, is_public: bool
) -> Iterator[Difference]:
    differing = {
        one.name
        for one in fields(new)
        if getattr(new, one.name)
        != (one.default if old is None else getattr(old, one.name))
    }
    for name, label in LABELS.items():
        if name == "when":
            if differing & WHEN:
                yield _of_hours(old, new, names)
        elif name not in differing:
            continue
        elif name in TEXTS:
            yield from _of_text(name, old, new, is_public=is_public)
        elif name in UNTOLD:
            is_new = old is None or not getattr(old, name)
            yield Difference(str(label), None, _("added") if is_new else None, name)
        else:
            was = None if old is None else _said(name, getattr(old, name), names)
            yield Difference(
                str(label), was, _said(name, getattr(new, name), names), name
            )


def _of_hours(old: EventPlan | None, new: EventPlan, names: Names) -> Difference:
    label = str(LABELS["when"])
    if old is None:
        return Difference(label, None, hours_of(new, names), "when")
    begins, began = (one.starts_at.astimezone(names.zone) for one in (new, old))
    with_year = begins.year != began.year
    same_day = begins.date() == began.date() and old.is_placed and new.is_placed
    return Difference(
        label,
        hours_of(old, names, with_year=with_year),
        hours_of(new, names, with_year=with_year, with_day=not same_day),
        "when",
    )


def _instant(at: datetime, *, with_year: bool) -> str:
    return f"{_day(at, with_year=with_year)} {at:%H:%M}"


def _day(at: datetime, *, with_year: bool) -> str:
    return day_in_words(at.date()) if with_year else weekday(at.date())


def _of_text(
    name: str, old: EventPlan | None, new: EventPlan, *, is_public: bool
) -> Iterator[Difference]:
    label = str(LABELS[name])
    was: Localised = getattr(old, name, None) or Localised()
    text: Localised = getattr(new, name) or Localised()
    own = spoken().tag
    before, after = was.chosen(own)[1], text.chosen(own)[1]
    if old is None:
        yield Difference(label, None, after, name)
    elif is_public and before != after:
        was_said, is_said = or_nothing(before), or_nothing(after)
        if name == "summary":  # too long to stand twice
            yield Difference(label, None, None, name)
        else:
            yield Difference(label, was_said, is_said, name)
    elif not is_public:
        for tag in sorted({*was, *text}, key=lambda tag: (tag != own, tag)):
            if was.get(tag) != text.get(tag):
                yield Difference(
                    _(
                        "%(label)s (%(language)s)",
                        label=label,
                        language=language_name(tag),
                    ),
                    or_nothing(was.get(tag)),
                    or_nothing(text.get(tag)),
                    name,
                )


def _said(name: str, value: Any, names: Names) -> str:  # noqa: ANN401 - of a plan
    say: dict[str, Callable[[Any], str | None]] = {
        "kind": kind_word,
        "venue_id": lambda key: names.venue(key) or _("To be announced"),
        "meeting_point_id": names.venue,
        "coaches": lambda keys: listing(names.venue(UUID(key)) for key in keys),
        "parent_id": names.event,
        "mode": mode_word,
        "signup": sign_up_word,
        "signup_opens_at": lambda at: _moment(at, names) or _("At once"),
        "signup_closes_at": lambda at: _moment(at, names) or _("When it begins"),
        "waiting_list": waiting_list_word,
        "offer_hours": str,
        "promotion_stops_minutes": _minutes,
        "whole_delegations": lambda is_so: _("Yes") if is_so else _("No"),
        "capacity": lambda places: _("No limit") if places is None else str(places),
        "languages": lambda tags: listing(map(language_name, tags)),
        "joining_minutes": _minutes,
        "status": event_status_word,
    }
    return or_nothing(say[name](value))


def _minutes(minutes: int) -> str:
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


def _moment(at: datetime | None, names: Names) -> str | None:
    return _instant(at.astimezone(names.zone), with_year=True) if at else None
