"""Counting by a stated rule: institutions, people, events; of one week or of many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import alphabetic
from eventapp.lists.figures import MEANT, Figures, Home, Rule
from eventapp.lists.models import Report
from eventapp.lists.vocabulary import Counted
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.selection.queries.conditions import has_come

# Institution, role, whether they accompany somebody, how many.
Group = tuple[UUID | None, DelegateKind | None, bool, int]


def figures_of(week: Week, rule: Rule) -> Figures:
    """The figures of one week as they are now."""
    return figures_of_all([week], rule)[week.id]


def figures_of_all(weeks: Sequence[Week], rule: Rule) -> dict[UUID, Figures]:
    """The figures of these weeks; in as many statements as for one."""
    keys = [week.id for week in weeks]
    people, named = _people(keys, rule), _announced(keys)
    events, admissions = _events(keys), _admissions(keys)
    wanted = {
        key for rows in people.values() for key, _kind, _beside, _n in rows if key
    }
    wanted |= {key for these in named.values() for key in these}
    known = _institutions(wanted)
    return {
        week.id: _figures(
            week,
            rule,
            _Counts(
                people.get(week.id, ()),
                named.get(week.id, frozenset()),
                events.get(week.id, 0),
                admissions.get(week.id, 0),
            ),
            known,
        )
        for week in weeks
    }


def reports_of(week: Week) -> Sequence[Report]:
    """The reports of a week that were frozen, newest first."""
    rows = select(Report).where(Report.week_id == week.id)
    return db.session.scalars(rows.order_by(Report.counted_at.desc(), Report.id)).all()


def latest_reports(weeks: Sequence[Week], rule: Rule) -> dict[UUID, Report]:
    """The last report of each week that was counted by this rule."""
    rows = select(Report).where(
        Report.week_id.in_([week.id for week in weeks]),
        Report.counted == rule.counted,
        Report.with_others.is_(rule.with_others),
        Report.with_host.is_(rule.with_host),
    )
    ordered = db.session.scalars(rows.order_by(Report.counted_at, Report.id))
    return {report.week_id: report for report in ordered}


@dataclass(frozen=True)
class _Counts:
    """What the database counted in one week."""

    people: Sequence[Group]
    named: frozenset[UUID]  # institutions that the public page names
    events: int
    admissions: int


def _figures(
    week: Week, rule: Rule, counts: _Counts, known: Mapping[UUID, Institution]
) -> Figures:
    delegates: Counter[UUID | None] = Counter()
    kinds: Counter[str] = Counter()
    companions = 0
    for key, kind, is_beside, count in counts.people:
        if is_beside:
            companions += count
            continue
        delegates[key] += count
        if kind:
            kinds[kind.value] += count
    if rule.counted is Counted.ANNOUNCED:
        chosen = set(counts.named)
    else:
        chosen = {key for key in delegates if key}
    homes = [
        _home(known[key], delegates[key], week, rule) for key in chosen if key in known
    ]
    return Figures(
        homes=tuple(sorted(homes, key=lambda one: alphabetic(str(one.title)))),
        people=sum(delegates.values()),
        companions=companions,
        homeless=delegates[None],
        kinds=dict(kinds),
        events=counts.events,
        admissions=counts.admissions,
    )


def _home(one: Institution, people: int, week: Week, rule: Rule) -> Home:
    is_meant = rule.with_others or one.type in MEANT
    is_guest = rule.with_host or one.id != week.host_id
    return Home(
        key=str(one.id),
        name=dict(one.name),
        type=one.type,
        territory=one.territory_code,
        label=dict(one.territory.label) if one.territory else {},
        people=people,
        is_counted=is_meant and is_guest,
    )


def _people(weeks: Sequence[UUID], rule: Rule) -> dict[UUID, list[Group]]:
    """How many come from where in which role; who accompany somebody apart."""
    is_beside = Registration.accompanies_id.is_not(None)
    kinds = (
        Registration.week_id,
        Registration.institution_id,
        Registration.kind,
        is_beside,
    )
    rows = select(*kinds, func.count()).where(
        Registration.week_id.in_(weeks),
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    if rule.counted is Counted.CAME:
        rows = rows.where(has_come())
    found: dict[UUID, list[Group]] = {}
    for week, home, kind, beside, count in db.session.execute(rows.group_by(*kinds)):
        found.setdefault(week, []).append((home, kind, bool(beside), count))
    return found


def _announced(weeks: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    rows = select(Participation.week_id, Participation.institution_id).where(
        Participation.week_id.in_(weeks)
    )
    found: dict[UUID, set[UUID]] = {}
    for week, home in db.session.execute(rows):
        found.setdefault(week, set()).add(home)
    return {week: frozenset(homes) for week, homes in found.items()}


def _institutions(keys: set[UUID]) -> dict[UUID, Institution]:
    rows = (
        select(Institution)
        .options(joinedload(Institution.territory))
        .where(Institution.id.in_(keys))
    )
    return {one.id: one for one in db.session.scalars(rows)}


def _events(weeks: Sequence[UUID]) -> dict[UUID, int]:
    rows = (
        select(Event.week_id, func.count())
        .where(Event.week_id.in_(weeks), Event.status == EventStatus.SCHEDULED)
        .group_by(Event.week_id)
    )
    return dict(iter(db.session.execute(rows)))


def _admissions(weeks: Sequence[UUID]) -> dict[UUID, int]:
    rows = (
        select(Event.week_id, func.count())
        .join(Admission, Admission.event_id == Event.id)
        .where(Event.week_id.in_(weeks), Admission.undone_at.is_(None))
        .group_by(Event.week_id)
    )
    return dict(iter(db.session.execute(rows)))
