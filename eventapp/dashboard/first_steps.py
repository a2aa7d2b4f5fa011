"""The first steps of a new week, each of which knows whether it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from eventapp.accounts.access import may_go
from eventapp.dashboard.queries.beginnings import Beginnings, beginnings_of
from eventapp.kernel import clock
from eventapp.planning.queries.seats import Seats
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.programme.vocabulary import RegistrationMode


@dataclass(frozen=True)
class Step:
    """One thing to do before delegates come."""

    text: str
    hint: str
    href: str
    is_done: bool


def steps_of(week: Week, rows: list[Seats]) -> list[Step]:
    """All steps, in a good order; none once all are done or the week is over."""
    if has_passed(week, clock.now()):
        return []
    steps = list(_steps(week, rows, beginnings_of(week)))
    if all(step.is_done for step in steps):
        return []
    return [step for step in steps if may_go(step.href)]


def _steps(week: Week, rows: list[Seats], has: Beginnings) -> Iterator[Step]:
    slug = week.slug
    settings = url_for("dashboard.settings", slug=slug)
    yield Step(
        _("Introduce the week"),
        _("A text for its front page, and who answers questions."),
        settings,
        bool(week.introduction and week.contact_address),
    )
    yield Step(
        _("Appoint the people who help"),
        _("Organisers, editors, stewards, interpreters and drivers of this week."),
        url_for("dashboard.staff", slug=slug),
        has.appointment,
    )
    yield Step(
        _("Enter the venues"),
        _("With their rooms, so that clashes are seen."),
        url_for("dashboard.venues", slug=slug),
        has.venue,
    )
    yield Step(
        _("Plan the first events"),
        _("In the grid, or from a list."),
        url_for("planning.grid", slug=slug),
        bool(rows),
    )
    yield Step(
        _("Say when registration is open"),
        _("Its first and its last day, and who may register."),
        settings,
        _is_open(week),
    )
    yield Step(
        _("Publish the programme"),
        _("Until then only the office sees the plan."),
        url_for("planning.releases", slug=slug),
        has.release,
    )
    yield Step(
        _("Show the week to everybody"),
        _("Its front page and its registration become public."),
        settings,
        week.is_public,
    )
    yield Step(
        _("Invite institutions and people"),
        _("One by one or from a list; or enter delegations."),
        url_for("invitations.invitations", slug=slug),
        has.invitation or has.registration,
    )
    yield Step(
        _("Say where the desks stand"),
        _("Each desk at its venue, so that delegates find it."),
        url_for("dashboard.desks", slug=slug),
        has.desk_at_a_venue,
    )
    yield Step(
        _("Print the badges"),
        _("Look at their design first; one sheet is enough to try it."),
        url_for("dashboard.badges", slug=slug),
        has.printed_badge,
    )


def _is_open(week: Week) -> bool:
    """By invitation one may come without any day being named."""
    is_timed = bool(week.registration_opens_at and week.registration_closes_at)
    return is_timed or week.registration_mode is RegistrationMode.INVITATION
