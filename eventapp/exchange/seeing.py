"""What an organiser sees of a calendar before anything is taken over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from eventapp.exchange import showing
from eventapp.exchange.calendars.findings import Finding, once, stops, tells, warns
from eventapp.exchange.calendars.reading import Held, Holding
from eventapp.exchange.comparing import Compared, Since, mark_of
from eventapp.exchange.event_rows import same_row
from eventapp.exchange.proposals import Preview, Proposal, State
from eventapp.exchange.values import tag_by_letters
from eventapp.programme.difference import Difference
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import EventStatus
from eventapp.programme.when import language_name

OFTEN = 2  # times that a sentence stands in a list, before it stands above it


@dataclass(frozen=True)
class Seen:
    """One event of the calendar beside our plan."""

    held: Held
    proposal: Proposal
    since: Since | None  # None: nobody asked this address before
    findings: tuple[Finding, ...]
    said: tuple[str, ...]  # what the calendar says otherwise than last time
    differences: Sequence[Difference]  # from our plan, where we plan it otherwise
    is_offered: bool  # whether its box is ticked at first
    begins_at: datetime | None
    ends_at: datetime | None

    @property
    def state(self) -> State:
        """New, changed, unchanged, or a problem, beside our plan."""
        return self.proposal.state


@dataclass(frozen=True)
class Often:
    """A sentence that several events have in common."""

    finding: Finding
    count: int


def seen_in(
    week: Week,
    holding: Holding,
    preview: Preview,
    planned: Sequence[PlannedEvent],
    since: Mapping[str, Compared] | None,
) -> list[Seen]:
    """The events of a calendar, in order of time."""
    rows = {one.proposal.number: one for one in showing.told(week, preview)}
    by_number = {one.number: one for one in holding.held}
    clashes = _clashes(preview, planned)
    found = []
    for held in holding.held:
        proposal = rows[held.number].proposal
        then = since.get(mark_of(proposal.cells)) if since is not None else None
        standing = then.since if then else None
        findings = once(
            [
                *held.findings,
                *(stops(one) for one in _problems(held, proposal, by_number)),
                *(warns(one) for one in clashes.get(held.number, ())),
                *(tells(one) for one in _notes(held, proposal)),
            ]
        )
        found.append(
            Seen(
                held,
                proposal,
                standing,
                findings,
                tuple(told_difference(then)) if standing is Since.CHANGED else (),
                rows[held.number].differences if proposal.event else (),
                _is_offered(held, proposal, standing),
                held.begins.replace(tzinfo=week.tzinfo) if held.begins else None,
                held.ends.replace(tzinfo=week.tzinfo) if held.ends else None,
            )
        )
    return sorted(
        found,
        key=lambda one: (one.held.begins is None, one.held.begins, one.held.number),
    )


def often(seen: Iterable[Seen]) -> list[Often]:
    """What several events have in common, the commonest first."""
    counts = Counter(one for each in seen for one in each.findings)
    return [Often(one, count) for one, count in counts.most_common() if count >= OFTEN]


def languages_in(holding: Holding, tags: Sequence[str]) -> list[tuple[str, int]]:
    """In which languages of the week the titles seem to be, by their letters."""
    counts = Counter(
        tag_by_letters(one.entry.title, tags) for one in holding.held if one.entry.title
    )
    return [(language_name(tag), count) for tag, count in counts.most_common()]


def told_difference(one: Compared | None) -> list[str]:
    """What a calendar says otherwise than when it was last taken over."""
    if one is None:
        return []
    before, after = one.before or {}, one.after or {}
    said = []
    if {"date", "start", "end_date", "end"} & set(one.different):
        said.append(
            _(
                "When: %(before)s → %(after)s",
                before=_when(before),
                after=_when(after),
            )
        )
    labels = {"title": _("Title"), "venue": _("Venue"), "status": _("Status")}
    for field, label in labels.items():
        if field in one.different:
            said.append(
                _(
                    "%(label)s: %(before)s → %(after)s",
                    label=label,
                    before=before.get(field) or _("Nothing"),
                    after=after.get(field) or _("Nothing"),
                )
            )
    if "rest" in one.different and "title" not in one.different:
        said.append(_("The description or the joining link is another one."))
    return said


def _when(facts: Mapping[str, str]) -> str:
    return f"{facts.get('date')} {facts.get('start')}–{facts.get('end')}"


def _problems(
    held: Held, proposal: Proposal, by_number: Mapping[int, Held]
) -> list[str]:
    """What stops an import; events have no row numbers here, so they are named."""
    if proposal.same_as is None:
        return proposal.problems
    said = [one for one in proposal.problems if one != same_row(proposal.same_as)]
    first = by_number[proposal.same_as]
    if not held.key or held.key != first.key:  # else the calendar itself said so
        title = first.entry.title or _("Event %(number)s", number=first.number)
        said.append(_("“%(event)s” is the same event.", event=title))
    return said


def _notes(held: Held, proposal: Proposal) -> list[str]:
    """What our plan says to an event, beside what the calendar itself shows."""
    told = {one.sentence for one in held.findings}
    return [one for one in proposal.notes if one not in told]


def _is_offered(held: Held, proposal: Proposal, since: Since | None) -> bool:
    """Whether somebody who asked for this calendar most likely wants the event."""
    if proposal.state not in {State.NEW, State.CHANGED} or not held.is_within:
        return False
    if proposal.event is None and held.entry.is_cancelled:
        return False
    return since in {None, Since.NEW, Since.CHANGED}


def _clashes(preview: Preview, planned: Sequence[PlannedEvent]) -> dict[int, list[str]]:
    """By row: what is planned in the same venue at the same time."""
    there: dict[UUID, list[PlannedEvent]] = {}
    for one in planned:
        if one.plan.venue_id and _takes_place(one.plan):
            there.setdefault(one.plan.venue_id, []).append(one)
    found: dict[int, list[str]] = {}
    for proposal in preview.proposals:
        plan = proposal.plan
        if plan is None or plan.venue_id is None or not _takes_place(plan):
            continue
        for other in there.get(plan.venue_id, ()):
            is_whole = other.id in {proposal.id, plan.parent_id}
            if not is_whole and other.plan.overlaps(plan):
                said = _(
                    "“%(event)s” is planned in the same venue at this time.",
                    event=other.plan.title,
                )
                found.setdefault(proposal.number, []).append(said)
    return found


def _takes_place(plan: EventPlan) -> bool:
    return plan.is_placed and plan.status is not EventStatus.CANCELLED
