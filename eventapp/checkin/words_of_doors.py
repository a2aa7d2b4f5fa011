"""The rules of doors in words, as organisers read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.judging import Room
from eventapp.checkin.models.desks import DoorRule
from eventapp.checkin.vocabulary import Admits, Lateness
from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.models.events import Event
from eventapp.programme.words import SIGN_UPS
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import delegate_word
from eventapp.web.fields import words_of
from eventapp.web.filters import together

ADMITS = {
    Admits.AS_SIGNED_UP: lazy_gettext("As the sign-up of the event says"),
    Admits.CONFIRMED: lazy_gettext("Every confirmed delegate, as the room allows"),
    Admits.PLACES: lazy_gettext("Who holds a place"),
    Admits.LISTED: lazy_gettext("Only the kinds and delegations ticked below"),
}
LATENESS = {
    Lateness.ADMIT: lazy_gettext("Comes in"),
    Lateness.HOLD: lazy_gettext("Waits outside until the break"),
    Lateness.REFUSE: lazy_gettext("Does not come in any more"),
}


def rule_lines(
    event: Event, rule: DoorRule | None, delegations: dict[str, str]
) -> list[str]:
    """What a door does, one sentence each; `delegations` are titles by their keys."""
    if rule is None:
        return [_as_signed_up(event)]
    zone = event.week.tzinfo
    lines = [_who(event, rule, delegations)]
    if rule.opens_at:
        lines.append(_("Opens at %(clock)s.", clock=_clock(event, rule.opens_at, zone)))
    if rule.late_from and rule.lateness is not Lateness.ADMIT:
        clock = _clock(event, rule.late_from, zone)
        lines.append(
            _("Who comes after %(clock)s waits outside until the break.", clock=clock)
            if rule.lateness is Lateness.HOLD
            else _("Who comes after %(clock)s does not come in.", clock=clock)
        )
    if rule.seats_until:
        clock = _clock(event, rule.seats_until, zone)
        lines.append(
            _(
                "Seats are kept until %(clock)s, then the waiting list has them.",
                clock=clock,
            )
        )
    if rule.closes_at:
        lines.append(
            _("Closes at %(clock)s.", clock=_clock(event, rule.closes_at, zone))
        )
    if rule.entries is not None:
        lines.append(
            ngettext(
                "Each person comes in once.",
                "Each person comes in %(num)s times at most.",
                rule.entries,
            )
        )
    return lines


def limit_lines(room: Room) -> list[str]:
    """How many may be inside, whatever the door, and from when on desks warn."""
    lines = []
    if room.most_inside is not None:
        lines.append(
            ngettext(
                "At most %(num)s person inside.",
                "At most %(num)s people inside.",
                room.most_inside,
            )
        )
    if room.warns_at is not None:
        lines.append(_("Desks warn from %(num)s people on.", num=room.warns_at))
    return lines


def state_line(event: Event, rule: DoorRule | None, now: datetime) -> tuple[str, str]:
    """What a door does at this moment: the tone of its tag, and a word."""
    if event.is_cancelled:
        return "cancelled", _("Cancelled")
    if now >= event.ends_at:
        return "quiet", _("Over")
    opens_at = rule.opens_at if rule else None
    if opens_at and now < opens_at:
        return "quiet", _opens(event, opens_at, now)
    if not opens_at and _is_days_ahead(event, event.starts_at, now):
        return "quiet", _("Not begun")
    return _open_state(rule, now)


def _open_state(rule: DoorRule | None, now: datetime) -> tuple[str, str]:
    """The same once a door was opened: it may have closed again."""
    is_late = rule and rule.late_from is not None and now >= rule.late_from
    if rule and rule.closes_at and now >= rule.closes_at:
        return "quiet", _("Closed")
    if rule and is_late and rule.lateness is Lateness.HOLD:
        return "warn", _("Late guests wait")
    if rule and is_late and rule.lateness is Lateness.REFUSE:
        return "quiet", _("Closed")
    return "ok", _("Open")


def _opens(event: Event, at: datetime, now: datetime) -> str:
    """The hour, if it is today: the day of the event stands beside it."""
    if _is_days_ahead(event, at, now):
        return _("Not open yet")
    return _("Opens at %(clock)s", clock=f"{at.astimezone(event.week.tzinfo):%H:%M}")


def _is_days_ahead(event: Event, at: datetime, now: datetime) -> bool:
    zone = event.week.tzinfo
    return at.astimezone(zone).date() > now.astimezone(zone).date()


def _who(event: Event, rule: DoorRule, delegations: dict[str, str]) -> str:
    if rule.admits is Admits.AS_SIGNED_UP:
        return _as_signed_up(event)
    if rule.admits is not Admits.LISTED:
        return f"{ADMITS[rule.admits]}."
    names = [delegate_word(DelegateKind(one)) for one in rule.kinds]
    names += [
        delegations.get(one, _("a delegation that is gone")) for one in rule.delegations
    ]
    return _("Only: %(names)s.", names=together(names))


def _as_signed_up(event: Event) -> str:
    signup = dict(words_of(SIGN_UPS))[event.signup.value]
    return _("As signed up: %(signup)s.", signup=signup)


def _clock(event: Event, at: datetime, zone: ZoneInfo) -> str:
    """The hour; with the day where it is another than that of the event."""
    wall = at.astimezone(zone)
    if wall.date() == event.starts_at.astimezone(zone).date():
        return f"{wall:%H:%M}"
    return f"{wall:%Y-%m-%d %H:%M}"
