"""How delegates come to an event, as organisers type it."""

from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.planning.forms.hours import HoursForm
from eventapp.programme import words
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import SignUp, WaitingList
from eventapp.web.fields import Count, Day, Hour, Pick, member, words_of

USUAL_OFFER = 24  # hours
LONGEST_OFFER = 24 * 14
LONGEST_STOP = 24 * 60 * 14  # minutes
LAST_MINUTE = time(23, 59)


class SignUpForm(HoursForm):
    """Who may come, how many, from when to when, and what becomes of free places."""

    signup = Pick(_("Sign-up"))
    capacity = Count(_("Places"), description=_("Leave it empty if there is no limit."))
    whole_delegations = BooleanField(
        _("Delegations come as a whole"),
        description=_("All members get a place together, or none of them."),
    )
    signup_opens_day = Day(
        _("Sign-up opens on"), description=_("Empty: as soon as the event is public.")
    )
    signup_opens_hour = Hour(_("Sign-up opens at"))
    signup_closes_day = Day(
        _("Sign-up closes on"), description=_("Empty: when the event begins.")
    )
    signup_closes_hour = Hour(_("Sign-up closes at"))
    waiting_list = Pick(_("When a place is free again"))
    offer_hours = Count(
        _("Hours until an offer ends"),
        least=1,
        most=LONGEST_OFFER,
        description=_("Then the next in line gets it."),
    )
    promotion_stops_minutes = Count(
        _("Minutes before the start at which the waiting list stops"),
        most=LONGEST_STOP,
        description=_("From then on a free place goes to whoever asks first."),
    )

    _opens: datetime | None
    _closes: datetime | None

    def offer_sign_up(self) -> None:
        """Offer the ways of coming, and those of the waiting list."""
        self.signup.offer(words_of(words.SIGN_UPS))
        self.waiting_list.offer(words_of(words.WAITING_LISTS))

    def show_sign_up(self, plan: EventPlan) -> None:
        """Fill in what is planned."""
        zone = self.week.tzinfo
        self.signup.data = plan.signup.value
        self.capacity.data = plan.capacity
        self.whole_delegations.data = plan.whole_delegations
        self.waiting_list.data = plan.waiting_list.value
        self.offer_hours.data = plan.offer_hours
        self.promotion_stops_minutes.data = plan.promotion_stops_minutes
        for name in ("signup_opens", "signup_closes"):
            if at := getattr(plan, f"{name}_at"):
                wall = at.astimezone(zone)
                self[f"{name}_day"].data = wall.date()
                self[f"{name}_hour"].data = wall.time()

    def propose_sign_up(self) -> None:
        """Fill in what most events are."""
        self.signup.data = SignUp.OPEN.value
        self.waiting_list.data = WaitingList.AUTOMATIC.value
        self.offer_hours.data = USUAL_OFFER
        self.promotion_stops_minutes.data = 0

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - wtforms
        """Check each answer, then opening and closing together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        self._opens = self._moment("signup_opens", time(0))
        self._closes = self._moment("signup_closes", LAST_MINUTE)
        if self._opens and self._closes and self._closes <= self._opens:
            self._refuse("signup_closes_day", _("Enter a close after the opening."))
        for name in ("signup_opens", "signup_closes"):
            if self[f"{name}_hour"].data and not self[f"{name}_day"].data:
                self._refuse(f"{name}_day", _("Enter the day to this time."))
        return fits and not self.errors

    def sign_up(self) -> dict[str, Any]:
        """What was decided, by the names of a plan; after validation."""
        hours, minutes = self.offer_hours.data, self.promotion_stops_minutes.data
        return {
            "signup": member(SignUp, self.signup),
            "capacity": self.capacity.data,
            "whole_delegations": bool(self.whole_delegations.data),
            "signup_opens_at": self._opens,
            "signup_closes_at": self._closes,
            "waiting_list": member(WaitingList, self.waiting_list),
            "offer_hours": USUAL_OFFER if hours is None else hours,
            "promotion_stops_minutes": minutes or 0,
        }

    def _moment(self, name: str, otherwise: time) -> datetime | None:
        day, hour = self[f"{name}_day"], self[f"{name}_hour"]
        if day.data is None or hour.errors:
            return None
        try:
            return instant_of(day.data, hour.data or otherwise, self.week.tzinfo)
        except NoSuchHour as refusal:
            self._refuse(f"{name}_hour", str(refusal))
            return None

    def _refuse(self, name: str, sentence: object) -> None:
        self[name].errors = [*self[name].errors, sentence]
