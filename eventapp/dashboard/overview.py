"""The overview of a week: what needs an organiser, figures, arrivals as they come."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import may_go, requires, weeks_with
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.guests import guests_that_need
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import figures
from eventapp.dashboard.queries import queue as waiting
from eventapp.dashboard.queries.figures import Needs
from eventapp.kernel import clock
from eventapp.planning.clashes import pressing_clashes
from eventapp.planning.queries.seats import Seats, seats
from eventapp.planning.queries.texts import missing_texts
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import weeks as all_weeks
from eventapp.registration.queries import status_counts
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.conditional import fragment
from eventapp.web.filters import weekday

DAYS_SHOWN = 60
NAMED = 3  # events in one line


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
    return render_template(
        "dashboard/overview.html",
        week=week,
        needs=_needs(week, figures.needs(week), rows),
        counts=status_counts(week.id),
        statuses=list(RegistrationStatus),
        accompanying=figures.accompanying(week),
        days=[
            {
                "label": weekday(day),
                "value": count,
                "href": url_for(".registrations", slug=week.slug, day=day.isoformat()),
            }
            for day, count in days
        ],
        busiest=max(days, key=lambda pair: pair[1], default=None),
        shares=figures.shares(week),
        rows=[row for row in rows if row.event.capacity or row.held or row.waiting],
        arrivals=figures.arrivals(week, clock.now()),
    )


@bp.get("/<slug>/live")
@requires(Right.READ)
def live(slug: str) -> ResponseReturnValue:
    """The arrivals alone, for the page that renews itself."""
    week = week_at(slug)
    arrivals = figures.arrivals(week, clock.now())
    return fragment(
        render_template("dashboard/_arrivals.html", week=week, arrivals=arrivals)
    )


def _needs(week: Week, needs: Needs, rows: list[Seats]) -> list[dict[str, str]]:
    slug = week.slug
    found = []
    found += _decisions_that_need(week)
    found += guests_that_need(week)
    if count := needs.proposals:
        found.append(
            {
                "text": ngettext(
                    "%(num)d delegate from an institution to check",
                    "%(num)d delegates from institutions to check",
                    count,
                ),
                "href": url_for(".proposals"),
            }
        )
    if count := needs.failed_mails:
        found.append(
            {
                "text": ngettext(
                    "%(num)d failed e-mail", "%(num)d failed e-mails", count
                ),
                "href": url_for(".outbox", slug=slug, status="failed"),
            }
        )
    if count := needs.failed_jobs:
        found.append(
            {
                "text": ngettext("%(num)d failed job", "%(num)d failed jobs", count),
                "href": url_for(".jobs", slug=slug),
            }
        )
    found += _clashes_that_need(week)
    found += _events_that_need(slug, rows) + _texts_that_need(week)
    return [one for one in found if may_go(one["href"])]


def _decisions_that_need(week: Week) -> list[dict[str, str]]:
    today = clock.now().astimezone(week.tzinfo).date()
    count = waiting.counts(week, today)
    said = (
        (
            count.to_check,
            ngettext(
                "%(num)d registration to check",
                "%(num)d registrations to check",
                count.to_check,
            ),
        ),
        (
            count.to_decide,
            ngettext(
                "%(num)d registration to decide",
                "%(num)d registrations to decide",
                count.to_decide,
            ),
        ),
        (
            count.changes,
            ngettext(
                "%(num)d changed answer to look at",
                "%(num)d changed answers to look at",
                count.changes,
            ),
        ),
        (
            count.overdue,
            ngettext(
                "%(num)d delegate has not answered you in time",
                "%(num)d delegates have not answered you in time",
                count.overdue,
            ),
        ),
    )
    address = url_for(".queue", slug=week.slug)
    return [{"text": text, "href": address} for number, text in said if number]


def _clashes_that_need(week: Week) -> list[dict[str, str]]:
    count = len(pressing_clashes(week, clock.now()))
    if not count:
        return []
    text = ngettext("%(num)d clash", "%(num)d clashes", count)
    return [{"text": text, "href": url_for("planning.clashes", slug=week.slug)}]


def _events_that_need(slug: str, rows: list[Seats]) -> list[dict[str, str]]:
    now = clock.now()
    live_rows = [
        row
        for row in rows
        if not row.event.is_cancelled and not row.event.has_begun(now)
    ]
    crowded = [row for row in live_rows if row.is_nearly_full or row.waiting]
    if len(crowded) <= NAMED:
        return [
            {
                "text": _crowded(row),
                "href": url_for(".people", slug=slug, event_id=row.event.id),
            }
            for row in crowded
        ]
    return [
        {
            "text": _(
                "%(count)s events nearly full or with a waiting list",
                count=len(crowded),
            ),
            "href": url_for("planning.events", slug=slug, only="crowded"),
        }
    ]


def _crowded(row: Seats) -> str:
    if row.waiting:
        return _(
            "%(event)s: %(count)s wait", event=str(row.event.title), count=row.waiting
        )
    return _(
        "%(event)s: %(held)s of %(capacity)s places",
        event=str(row.event.title),
        held=row.held,
        capacity=row.event.capacity,
    )


def _texts_that_need(week: Week) -> list[dict[str, str]]:
    count = missing_texts(week)
    if not count:
        return []
    return [
        {
            "text": ngettext(
                "%(num)d text is missing in a language of the week",
                "%(num)d texts are missing in a language of the week",
                count,
            ),
            "href": url_for("planning.texts", slug=week.slug),
        }
    ]
