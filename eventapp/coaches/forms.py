"""What the office types about stops."""

from collections.abc import Sequence
from datetime import datetime, time

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, HiddenField, StringField
from wtforms import Form as Part

from eventapp.coaches.models.seats import Stop
from eventapp.coaches.service.stops import StopPlan
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Hour
from eventapp.web.forms import CLEANERS, Fits, Form, as_uuid

MORE = 2  # empty rows below those that are known
MOST = 20


class StopRow(Part):
    """One stop; without a name it is none."""

    key = HiddenField()
    en = StringField(
        _("Stop, in English"), [Fits(120)], filters=[CLEANERS["StringField"]]
    )
    zh = StringField(
        _("Stop, in Chinese"), [Fits(120)], filters=[CLEANERS["StringField"]]
    )
    leaves_at = Hour(_("Leaves at"))


class StopForm(Form):
    """The stops of a tour in their order."""

    stops = FieldList(FormField(StopRow), max_entries=MOST)

    def offer(self, week: Week, known: Sequence[Stop]) -> "StopForm":
        """Show the stops there are, and room for more."""
        if self.is_submitted():
            return self
        for stop in known:
            at = stop.leaves_at.astimezone(week.tzinfo) if stop.leaves_at else None
            self.stops.append_entry(
                {
                    "key": str(stop.id),
                    "en": stop.name.get("en", ""),
                    "zh": stop.name.get("zh-Hans", ""),
                    "leaves_at": at.time() if at else None,
                }
            )
        while len(self.stops) < min(MOST, len(known) + MORE):
            self.stops.append_entry()
        return self

    def plans(self, event: Event, known: Sequence[Stop]) -> list[StopPlan]:
        """What was typed, in order."""
        names = {stop.id: stop.name for stop in known}
        found = []
        for entry in self.stops:
            row = entry.form
            key = as_uuid(row.key.data)
            typed = {"en": row.en.data or "", "zh-Hans": row.zh.data or ""}
            if any(typed.values()):
                name = Localised({**dict(names.get(key, {}) if key else {}), **typed})
                found.append(StopPlan(name, _at(event, row.leaves_at.data), key))
        return found


def _at(event: Event, hour: time | None) -> datetime | None:
    """An hour on the day of the tour, by the clocks of the week."""
    if hour is None:
        return None
    zone = event.week.tzinfo
    return datetime.combine(event.starts_at.astimezone(zone).date(), hour, zone)
