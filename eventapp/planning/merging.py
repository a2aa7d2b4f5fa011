"""Two people change one event: each keeps what they changed."""

from dataclasses import fields, replace
from typing import Any

from eventapp.kernel.i18n import Localised
from eventapp.programme.plans import EventPlan

HOURS = ("starts_at", "ends_at", "is_placed")


def merged(seen: EventPlan, typed: EventPlan, now: EventPlan) -> EventPlan:
    """What stands there now, with what was typed otherwise than it was seen."""
    changes: dict[str, Any] = {}
    if _hours(typed) != _hours(seen):
        changes |= {name: getattr(typed, name) for name in HOURS}
    for name in (one.name for one in fields(EventPlan)):
        was, wanted, present = (getattr(one, name) for one in (seen, typed, now))
        if name in HOURS:
            continue
        if any(isinstance(one, Localised) for one in (was, wanted, present)):
            changes[name] = _text(was, wanted, present)
        elif isinstance(wanted, tuple):
            changes[name] = present if set(was) == set(wanted) else wanted
        elif wanted != was:
            changes[name] = wanted
    return replace(now, **changes)


def _hours(plan: EventPlan) -> tuple[object, ...]:
    """Without a place in the programme only the length counts."""
    length = plan.ends_at - plan.starts_at
    return plan.is_placed, plan.starts_at if plan.is_placed else None, length


def _text(
    was: Localised | None, wanted: Localised | None, present: Localised | None
) -> Localised | None:
    """Each language for itself."""
    old, typed, new = (dict(one or {}) for one in (was, wanted, present))
    tags = dict.fromkeys((*new, *typed))
    text = {
        tag: typed.get(tag, "") if typed.get(tag) != old.get(tag) else new.get(tag, "")
        for tag in tags
    }
    return Localised(text) or None
