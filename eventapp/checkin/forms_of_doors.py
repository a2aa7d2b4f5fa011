"""What is typed about the rule of a door."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField

from eventapp.checkin.service.rules import RulePlan
from eventapp.checkin.vocabulary import Admits, Lateness
from eventapp.checkin.words_of_doors import ADMITS, LATENESS
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.events import Event
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Count, Day, Hour, Picks, member, words_of
from eventapp.web.forms import Form

MOST_ENTRIES = 100
MOMENTS = ("opens", "late", "seats", "closes")
FIELDS = {
    "opens": "opens_at",
    "late": "late_from",
    "seats": "seats_until",
    "closes": "closes_at",
}


class RuleForm(Form):
    """Who may come in, when, how many, how often."""

    admits = RadioField(_("Who may come in"), default=Admits.AS_SIGNED_UP.value)
    kinds = Picks(_("Kinds of delegates"))
    delegations = Picks(_("Delegations"))
    opens_day = Day(_("Doors open on"))
    opens_hour = Hour(_("Doors open at"))
    closes_day = Day(_("Doors close on"))
    closes_hour = Hour(
        _("Doors close at"),
        description=_("From then on nobody comes in, and nobody waits outside."),
    )
    most_inside = Count(
        _("Most people inside"),
        description=_("A fire limit. It counts at all doors of the event."),
    )
    warn_inside = Count(
        _("Warn from this many on"),
        description=_("Empty: at nine tenths of the limit."),
    )
    late_day = Day(_("Late from the day"))
    late_hour = Hour(
        _("Late from"),
        description=_("Before the doors close. Until then, who is late may wait."),
    )
    lateness = RadioField(_("Who comes late"), default=Lateness.ADMIT.value)
    seats_day = Day(_("Seats are kept until the day"))
    seats_hour = Hour(
        _("Seats are kept until"),
        description=_("From then on, who is on the waiting list may take free seats."),
    )
    entries = Count(
        _("How often one person may come in"),
        least=1,
        most=MOST_ENTRIES,
        description=_("Empty: as often as they like."),
    )
    anyway = BooleanField(_("Save the rule all the same"))

    event: Event
    _at: dict[str, datetime | None]

    def offer(
        self, event: Event, delegations: Iterable[Delegation], plan: RulePlan
    ) -> "RuleForm":
        """Offer kinds and delegations; days, where not all is on that of the event."""
        self.event = event
        if _is_on_one_day(event, plan):
            for name in MOMENTS:
                del self[f"{name}_day"]
        self.admits.choices = words_of(ADMITS)
        self.lateness.choices = words_of(LATENESS)
        self.kinds.choices = words_of(DELEGATE_KINDS)
        self.delegations.choices = [(str(one.id), one.title) for one in delegations]
        return self

    def show(self, plan: RulePlan) -> None:
        """Fill in what was decided."""
        self.admits.data, self.lateness.data = plan.admits.value, plan.lateness.value
        self.kinds.data, self.delegations.data = list(plan.kinds), self._known(plan)
        self.entries.data = plan.entries
        if self.most_inside:
            self.most_inside.data = plan.most_inside
            self.warn_inside.data = plan.warn_inside
        zone = self.event.week.tzinfo
        for name, field in FIELDS.items():
            if at := getattr(plan, field):
                wall = at.astimezone(zone)
                self[f"{name}_hour"].data = wall.time()
                if day := self._fields.get(f"{name}_day"):
                    day.data = wall.date()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - wtforms
        """Check each answer, then those that go together."""
        super().validate(extra_validators=extra_validators)
        self._at = {name: self._moment(name) for name in MOMENTS}
        opens, closes = self._at["opens"], self._at["closes"]
        if opens and closes and closes <= opens:
            self._refuse("closes_hour", _("Enter a close after the opening."))
        for name in ("late", "seats"):
            at = self._at[name]
            if at and ((opens and at < opens) or (closes and at > closes)):
                self._refuse(
                    f"{name}_hour", _("Enter a time between opening and close.")
                )
        if closes and self._at["late"] == closes:
            self._refuse(
                "late_hour",
                _("Enter a time before the doors close: closed doors let nobody wait."),
            )
        is_listed = self.admits.data == Admits.LISTED.value
        if is_listed and not (self.kinds.data or self.delegations.data):
            self._refuse("admits", _("Tick a kind or a delegation."))
        is_late = self.lateness.data != Lateness.ADMIT.value
        if is_late and not self._at["late"] and not self.late_hour.errors:
            self._refuse("late_hour", _("Enter the time from which somebody is late."))
        most, warn = self._limits()
        if warn is not None and most is not None and warn > most:
            self._refuse("warn_inside", _("Warn before the limit is reached."))
        return not self.errors

    def plan(self) -> RulePlan:
        """What was decided; after validation."""
        admits = member(Admits, self.admits)
        is_listed = admits is Admits.LISTED
        most, warn = self._limits()
        return RulePlan(
            admits=admits,
            kinds=tuple(self.kinds.data or ()) if is_listed else (),
            delegations=tuple(self.delegations.data or ()) if is_listed else (),
            lateness=member(Lateness, self.lateness),
            entries=self.entries.data,
            most_inside=most,
            warn_inside=warn,
            **{field: self._at[name] for name, field in FIELDS.items()},
        )

    def _limits(self) -> tuple[int | None, int | None]:
        """Those of the event; a desk has none of its own."""
        if not self.most_inside:
            return None, None
        return self.most_inside.data, self.warn_inside.data

    def _known(self, plan: RulePlan) -> list[str]:
        offered = {value for value, _word in self.delegations.choices or ()}
        return [one for one in plan.delegations if one in offered]

    def _moment(self, name: str) -> datetime | None:
        """What was typed; without a day, the one on which the event begins."""
        hour, zone = self[f"{name}_hour"], self.event.week.tzinfo
        chosen = self._fields.get(f"{name}_day")
        day = chosen.data if chosen else None
        if hour.errors or (chosen and chosen.errors):
            return None
        if hour.data is None:
            if day:
                self._refuse(f"{name}_hour", _("Enter the time as well."))
            return None
        day = day or self.event.starts_at.astimezone(zone).date()
        try:
            return instant_of(day, hour.data, zone)
        except NoSuchHour as refusal:
            self._refuse(f"{name}_hour", str(refusal))
            return None

    def _refuse(self, name: str, sentence: object) -> None:
        self[name].errors = [*self[name].errors, sentence]


def _is_on_one_day(event: Event, plan: RulePlan) -> bool:
    zone = event.week.tzinfo
    decided = [getattr(plan, field) for field in FIELDS.values()]
    moments = [event.starts_at, event.ends_at, *filter(None, decided)]
    return len({at.astimezone(zone).date() for at in moments}) == 1
