"""What is typed about devices: which they are, who is on duty."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, StringField, ValidationError

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.service.devices import DevicePlan, latest_end
from eventapp.checkin.vocabulary import DeskRole
from eventapp.checkin.words import DEVICE_MAY, DEVICE_ROLES
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Pick, member, words_of
from eventapp.web.filters import weekday
from eventapp.web.forms import Fits, Form, Needed, as_uuid

LONGEST_NAME = 120
ONE_DAY = timedelta(days=1)


class ShiftForm(Form):
    """Who is on duty with this device."""

    steward_name = StringField(
        _("Your name"),
        [Needed(_("Enter your name.")), Fits(LONGEST_NAME)],
        description=_("It stands beside each scan, so that others can ask you."),
    )


class DeviceForm(Form):
    """A phone, tablet or laptop for the desks."""

    name = StringField(
        _("Name of the device"),
        [Needed(_("Enter a name, for example Tablet 3.")), Fits(LONGEST_NAME)],
        description=_("For example Tablet 3. Write it on the device as well."),
    )
    role = RadioField(_("What it is for"), default=DeskRole.STEWARD.value)
    desk = Pick(_("Desk"))
    last_day = Pick(_("Works until the end of"))

    def offer(
        self,
        week: Week,
        desks: Iterable[Desk],
        today: date,
        roles: Collection[DeskRole] = DEVICE_ROLES,
    ) -> "DeviceForm":
        """Offer roles, the desks of the week, and the days until it is over."""
        words = {one: word for one, word in DEVICE_ROLES.items() if one in roles}
        self.role.choices = words_of(words)
        choices = [(str(one.id), str(one.name)) for one in desks]
        self.desk.offer(choices, str(_("Any desk of this week")))
        last = latest_end(week).astimezone(week.tzinfo).date() - ONE_DAY
        first = max(today, min(week.held.first, last))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days = [today, *days] if today < first else days
        self.last_day.offer((day.isoformat(), weekday(day)) for day in days)
        if self.last_day.data is None and days:
            self.last_day.data = days[-1].isoformat()
        return self

    @property
    def hints(self) -> dict[str, str]:
        """What each role may do."""
        return {role.value: str(words) for role, words in DEVICE_MAY.items()}

    def plan(self, week: Week) -> DevicePlan:
        """What was decided; after validation."""
        return DevicePlan(
            name=self.name.data or "",
            role=member(DeskRole, self.role),
            desk_id=as_uuid(self.desk.data),
            ends_at=self._ends_at(week),
        )

    def validate_desk(self, field: Field) -> None:
        """A kiosk stands somewhere; nobody there can choose a desk for it."""
        if self.role.data == DeskRole.KIOSK.value and not field.data:
            raise ValidationError(_("Choose the desk at which the kiosk stands."))

    def _ends_at(self, week: Week) -> datetime:
        day = date.fromisoformat(self.last_day.data) + ONE_DAY
        return midnight(day, week.tzinfo)
