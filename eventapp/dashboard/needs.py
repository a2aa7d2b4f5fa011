"""What needs an organiser: each sort as a number, words, and the page of its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import may, may_go
from eventapp.accounts.factor_queries import protections
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import runs
from eventapp.dashboard.queries import needing
from eventapp.dashboard.queries.needing import DOCUMENTS, Oldest, Sort
from eventapp.delegations.queries import Missing
from eventapp.kernel.i18n import lazy_gettext
from eventapp.letters.forms.deciding import TO_CHECK_WORD
from eventapp.operation import queries as operation
from eventapp.planning.clashes import pressing_clashes
from eventapp.planning.forms.clashes import PRESSING
from eventapp.planning.queries.seats import Seats
from eventapp.planning.queries.texts import missing_texts
from eventapp.programme.models.weeks import Week
from eventapp.selection.asked import address_of
from eventapp.selection.choosing import Choice

NAMED = 3  # events in one line
BACKUP_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Need:
    """One sort of thing that waits: how many, in words, and where its rows are."""

    count: int
    text: str  # with the number
    href: str
    since: datetime | None = None  # since when the oldest waits


@dataclass(frozen=True)
class Group:
    """What belongs together, under a heading."""

    heading: str
    needs: list[Need]


HEADINGS = (
    lazy_gettext("To decide"),
    lazy_gettext("To complete"),
    lazy_gettext("Programme"),
    lazy_gettext("At the doors and on the road"),
    lazy_gettext("Mail and long work"),
)


def what_needs(week: Week, rows: list[Seats], now: datetime) -> list[Group]:
    """All that waits and that the reader may open, in groups that are not empty."""
    counts, oldest = needing.waiting_in(week, now)
    found = (
        _to_decide(week, counts, oldest),
        _to_complete(week, counts),
        _of_programme(week, rows, now),
        _on_the_day(week, counts, now),
        chain(_of_mail(week, counts), _of_the_house(now)),
    )
    groups = (
        Group(str(heading), [one for one in needs if one.count and may_go(one.href)])
        for heading, needs in zip(HEADINGS, found, strict=True)
    )
    return [group for group in groups if group.needs]


def _to_decide(
    week: Week, counts: Mapping[Sort, int], oldest: Oldest
) -> Iterator[Need]:
    queue = url_for("dashboard.queue", slug=week.slug)
    since = oldest.registration
    if count := counts.get(Sort.TO_CHECK):
        text = ngettext(
            "%(num)d registration to check", "%(num)d registrations to check", count
        )
        yield Need(count, text, queue, since)
        since = None  # the oldest of all is told once
    count = counts[Sort.TO_DECIDE]
    text = ngettext(
        "%(num)d registration to decide", "%(num)d registrations to decide", count
    )
    yield Need(count, text, queue, since)
    count = counts[Sort.CHANGES]
    text = ngettext(
        "%(num)d changed answer to look at",
        "%(num)d changed answers to look at",
        count,
    )
    yield Need(count, text, f"{queue}#changes-heading")
    count = counts[Sort.LETTERS]
    text = ngettext(
        "%(num)d visa letter to check", "%(num)d visa letters to check", count
    )
    href = url_for("letter_office.queue", slug=week.slug, status=TO_CHECK_WORD)
    yield Need(count, text, href, oldest.letter)
    count = counts[Sort.PROPOSALS]
    text = ngettext(
        "%(num)d delegate from an institution to check",
        "%(num)d delegates from institutions to check",
        count,
    )
    yield Need(count, text, url_for("dashboard.proposals"))


def _to_complete(week: Week, counts: Mapping[Sort, int]) -> Iterator[Need]:
    count = counts[Sort.OVERDUE]
    text = ngettext(
        "%(num)d delegate has not answered you in time",
        "%(num)d delegates have not answered you in time",
        count,
    )
    yield Need(count, text, url_for("dashboard.queue", slug=week.slug))
    count = counts[Sort.DOCUMENTS]
    text = ngettext(
        "%(num)d delegate lacks a document",
        "%(num)d delegates lack a document",
        count,
    )
    yield Need(count, text, registrations(week, DOCUMENTS))
    count = counts[Sort.UNNAMED]
    text = ngettext(
        "%(num)d delegation without all names",
        "%(num)d delegations without all names",
        count,
    )
    href = url_for(
        "delegations.delegations", slug=week.slug, missing=Missing.NAMES.value
    )
    yield Need(count, text, href)
    count = counts[Sort.ENDING]
    text = ngettext(
        "%(num)d invitation without an answer ends within 7 days",
        "%(num)d invitations without an answer end within 7 days",
        count,
    )
    yield Need(
        count, text, url_for("invitations.invitations", slug=week.slug, ends="soon")
    )


def _of_programme(week: Week, rows: list[Seats], now: datetime) -> Iterator[Need]:
    count = len(pressing_clashes(week, now))
    text = ngettext("%(num)d clash", "%(num)d clashes", count)
    href = url_for("planning.clashes", slug=week.slug, level=PRESSING)
    yield Need(count, text, href)
    yield from _crowded(week, rows, now)
    count = missing_texts(week)
    text = ngettext(
        "%(num)d text is missing in a language of the week",
        "%(num)d texts are missing in a language of the week",
        count,
    )
    yield Need(count, text, url_for("planning.texts", slug=week.slug))


def _crowded(week: Week, rows: list[Seats], now: datetime) -> Iterator[Need]:
    crowded = [
        row
        for row in rows
        if not row.event.is_cancelled
        and not row.event.has_begun(now)
        and (row.is_nearly_full or row.waiting)
    ]
    if len(crowded) > NAMED:
        text = _(
            "%(count)s events nearly full or with a waiting list", count=len(crowded)
        )
        href = url_for("planning.events", slug=week.slug, only="crowded")
        yield Need(len(crowded), text, href)
        return
    for row in crowded:
        title = str(row.event.title)
        if row.waiting:
            text = _("%(event)s: %(count)s wait", event=title, count=row.waiting)
        else:
            text = _(
                "%(event)s: %(held)s of %(capacity)s places",
                event=title,
                held=row.held,
                capacity=row.event.capacity,
            )
        href = url_for("dashboard.people", slug=week.slug, event_id=row.event.id)
        yield Need(row.waiting or row.held, text, href)


def _on_the_day(
    week: Week, counts: Mapping[Sort, int], now: datetime
) -> Iterator[Need]:
    count = counts[Sort.CONFLICTS]
    text = ngettext(
        "%(num)d conflict at the desks", "%(num)d conflicts at the desks", count
    )
    yield Need(count, text, url_for("checkin.conflicts", slug=week.slug))
    count = counts[Sort.OUTSIDE]
    text = ngettext(
        "%(num)d person waits outside", "%(num)d people wait outside", count
    )
    yield Need(count, text, url_for("checkin.outside", slug=week.slug))
    unsettled = runs.unsettled_in(week, now)
    text = ngettext(
        "%(num)d arrival no longer fits its car",
        "%(num)d arrivals no longer fit their cars",
        unsettled.late,
    )
    pickups = url_for("arrivals_office.all_pickups", slug=week.slug)
    yield Need(unsettled.late, text, pickups)
    if first := unsettled.first_driverless_at:
        text = ngettext(
            "%(num)d pick-up without a driver",
            "%(num)d pick-ups without a driver",
            unsettled.driverless,
        )
        day = first.astimezone(week.tzinfo).date()
        href = url_for("arrivals_office.all_pickups", slug=week.slug, day=day)
        yield Need(unsettled.driverless, text, href)


def _of_mail(week: Week, counts: Mapping[Sort, int]) -> Iterator[Need]:
    for sort, status in needing.MAILS.items():
        href = url_for("dashboard.outbox", slug=week.slug, status=status.value)
        yield Need(counts[sort], _mails(sort, counts[sort]), href)
    count = counts[Sort.FAILED_JOBS]
    text = ngettext("%(num)d failed job", "%(num)d failed jobs", count)
    yield Need(count, text, url_for("dashboard.jobs", slug=week.slug, only="failed"))


def _of_the_house(now: datetime) -> Iterator[Need]:
    """What only who answers for all weeks can mend."""
    if not may(Right.ADMINISTER):
        return
    weeks = url_for("dashboard.weeks")
    if operation.is_worker_silent(now):
        yield Need(1, _("Mail and jobs wait: the worker is silent"), weeks)
    backup_at = operation.last_backup_at()
    if backup_at is not None and now - backup_at > BACKUP_AFTER:
        yield Need(1, _("No backup was made for two days"), weeks, backup_at)
    bare = sum(one.must and not one.has_factor for one in protections())
    text = ngettext(
        "%(num)d account signs in without its second step",
        "%(num)d accounts sign in without their second step",
        bare,
    )
    yield Need(bare, text, url_for("factor_office.rules"))


def _mails(sort: Sort, count: int) -> str:
    if sort is Sort.FAILED_MAILS:
        return ngettext("%(num)d failed e-mail", "%(num)d failed e-mails", count)
    if sort is Sort.BOUNCED_MAILS:
        return ngettext("%(num)d e-mail came back", "%(num)d e-mails came back", count)
    return ngettext(
        "%(num)d e-mail was perhaps not sent",
        "%(num)d e-mails were perhaps not sent",
        count,
    )


def registrations(week: Week, choice: Choice) -> str:
    """The page of these registrations."""
    return address_of("selection.registrations", choice, slug=week.slug)
