"""The overview of a week: what needs an organiser, figures, arrivals as they come."""

from datetime import date, timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires, weeks_with
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.first_steps import steps_of
from eventapp.dashboard.needs import registrations, what_needs
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import figures
from eventapp.dashboard.queries.figures import Figure, Share
from eventapp.kernel import clock
from eventapp.planning.queries.seats import Seats, seats
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import weeks as all_weeks
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.conditional import fragment
from eventapp.web.filters import weekday

DAYS_SHOWN = 60
FIRST_SHARES = 12  # shown at once; the others fold away


@bp.get("/")
@requires(Right.READ, in_some_week=True)
def weeks() -> ResponseReturnValue:
    """The weeks in whose office one works, public or not."""
    own = weeks_with(Right.READ)
    found = [
        one for one in all_weeks(public_only=False) if own is None or one.id in own
    ]
    return render_template("dashboard/weeks.html", weeks=found)


@bp.get("/<slug>/")
@requires(Right.READ)
def overview(slug: str) -> ResponseReturnValue:
    """What needs me, and how the week stands."""
    week = week_at(slug)
    rows = seats(week)
    days = list(figures.submitted_by_day(week, DAYS_SHOWN).items())
    shown = _now(week, rows)
    week_ago = shown["today"] - timedelta(days=7)
    return render_template(
        "dashboard/overview.html",
        **shown,
        steps=steps_of(week, rows),
        statuses=list(RegistrationStatus),
        days=[_day(week, day, count) for day, count in days],
        busiest=max(days, key=lambda pair: pair[1], default=None),
        lately=sum(count for day, count in days if day > week_ago),
        territories=[_share(week, one) for one in figures.by_territory(week)],
        institutions=[_share(week, one) for one in figures.by_institution(week)],
        first=FIRST_SHARES,
        rows=[row for row in rows if row.event.capacity or row.held or row.waiting],
    )


@bp.get("/<slug>/live")
@requires(Right.READ)
def live(slug: str) -> ResponseReturnValue:
    """What changes during the day alone, for the page that renews itself."""
    week = week_at(slug)
    return fragment(render_template("dashboard/_now.html", **_now(week, seats(week))))


def _now(week: Week, rows: list[Seats]) -> dict[str, Any]:
    now = clock.now()
    today = now.astimezone(week.tzinfo).date()
    return {
        "week": week,
        "groups": what_needs(week, rows, now),
        "standing_of_week": figures.standing(week, today),
        "arrivals": figures.arrivals(week, now),
        "pickups": figures.pickups_on(week, today),
        "today": today,
        "href_of": lambda figure: _href(week, figure),
    }


def _href(week: Week, figure: Figure | Share) -> str:
    return registrations(week, figure.choice)


def _day(week: Week, day: date, count: int) -> dict[str, object]:
    href = registrations(week, figures.sent_on(day))
    return {"label": weekday(day), "value": count, "href": href}


def _share(week: Week, share: Share) -> dict[str, object]:
    return {"name": share.name, "count": share.count, "href": _href(week, share)}
