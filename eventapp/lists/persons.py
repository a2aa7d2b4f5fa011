"""Lists of people: as chosen, by need, in the order of protocol, under institutions."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Text, cast, or_

from eventapp.kernel.names import alphabetic
from eventapp.lists.columns.column import needs_of
from eventapp.lists.columns.offered import columns_for
from eventapp.lists.columns.themselves import territory_of
from eventapp.lists.people import Line, Need, lines_of
from eventapp.lists.tables import Column, Part, Sheet
from eventapp.lists.wishes import Ask
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Rank,
)
from eventapp.registration.words import access_word, rank_word
from eventapp.selection.queries.counting import MOST, count_of

LED_BY = {
    DelegateKind.PRESIDENT: Rank.PRESIDENTIAL,
    DelegateKind.VICE_PRESIDENT: Rank.VICE_PRESIDENTIAL,
}
RANKS = list(Rank)
KINDS = list(DelegateKind)


def delegates(ask: Ask) -> Sheet:
    """Whoever is chosen, in the order of the choice."""
    columns = columns_for(ask.columns)
    choice = ask.wish.people
    lines = lines_of(
        ask.week, choice, needs_of(columns), most=min(ask.wish.most or MOST, MOST)
    )
    part = Part("", [one.spoken() for one in columns], lines)
    return sheet_of(ask, _("Registrations"), [], [part])


def access(ask: Ask) -> Sheet:
    """Who needs what to take part, of those who agreed that we prepare for it."""
    columns = columns_for(ask.columns)
    needs = {*needs_of(columns), Need.CONSENTS}
    says_something = or_(
        cast(Registration.access, Text).not_in(("[]", "null")),
        Registration.access_note.is_not(None),
    )
    told = (agreed_to(ConsentPurpose.SENSITIVE), says_something)
    lines = lines_of(ask.week, ask.wish.people, needs, where=told)
    counts = Counter(need for line in lines for need in line.registration.access)
    numbers = Part(
        _("Numbers"),
        [
            Column("need", _("Need"), lambda row: access_word(row[0]), 6),
            Column("people", _("People"), lambda row: row[1], 1),
        ],
        [(need.value, counts[need.value]) for need in Access if counts[need.value]],
    )
    people = Part(_("People"), [one.spoken() for one in columns], lines)
    facts = [_("Here stand those who agreed that we use what they told about access.")]
    return sheet_of(ask, _("Access needs"), facts, [numbers, people])


def by_rank(ask: Ask) -> Sheet:
    """The order of protocol: delegations by rank, each with its head first."""
    columns = columns_for(ask.columns)
    lines = lines_of(ask.week, ask.wish.people, needs_of(columns))
    ranks = _ranks(line.registration for line in lines)
    ordered = sorted(lines, key=lambda line: _protocol(line.registration, ranks))
    spoken = [one.spoken() for one in columns]
    parts = [
        Part(
            rank_word(rank) if rank else _("Without a rank"),
            spoken,
            [one for one in ordered if ranks[_party(one.registration)] is rank],
        )
        for rank in (*RANKS, None)
    ]
    facts = [
        _(
            "Delegations stand by rank, then by name of institution; the head first, "
            "then by role. A delegation without a rank stands by its highest role."
        )
    ]
    full = [part for part in parts if part.rows]
    return sheet_of(ask, _("Names by rank"), facts, full, grouped_by=_("Rank"))


def by_institution(ask: Ask) -> Sheet:
    """Names under their institutions, these by name."""
    columns = columns_for(ask.columns)
    lines = lines_of(ask.week, ask.wish.people, needs_of(columns))
    ordered = sorted(lines, key=lambda line: _among(line.registration))
    groups: dict[Hashable, list[Line]] = {}
    for line in ordered:
        groups.setdefault(_home(line.registration), []).append(line)
    spoken = [one.spoken() for one in columns]
    parts = [
        Part(_heading(those[0].registration), spoken, those, [_people(len(those))])
        for those in groups.values()
    ]
    known = sum(1 for those in groups.values() if those[0].registration.institution)
    facts = [
        ngettext("%(num)d institution", "%(num)d institutions", known),
        _people(len(lines)),
    ]
    title = _("Names by institution")
    return sheet_of(ask, title, facts, parts, grouped_by=_("Institution"))


def press(ask: Ask) -> Sheet:
    """Whom the press may name, in the order of protocol; and whom it may not show."""
    columns = columns_for(ask.columns)
    needs = {*needs_of(columns), Need.CONSENTS}
    listed = (agreed_to(ConsentPurpose.LISTED),)
    lines = lines_of(ask.week, ask.wish.people, needs, where=listed)
    ranks = _ranks(line.registration for line in lines)
    lines.sort(key=lambda line: _protocol(line.registration, ranks))
    left_out = count_of(ask.week, ask.wish.people) - len(lines)
    hidden = sum(not line.agrees(ConsentPurpose.PHOTOGRAPHS) for line in lines)
    facts = [
        _("Here stand those who agreed that their name is shown."),
        ngettext(
            "%(num)d person did not, and is left out.",
            "%(num)d people did not, and are left out.",
            left_out,
        ),
        ngettext(
            "%(num)d person here must not be photographed.",
            "%(num)d people here must not be photographed.",
            hidden,
        ),
    ]
    part = Part("", [one.spoken() for one in columns], lines)
    return sheet_of(ask, _("Press list"), facts, [part])


def sheet_of(
    ask: Ask,
    title: str,
    facts: Sequence[str],
    parts: Sequence[Part],
    *,
    grouped_by: str = "",
) -> Sheet:
    """A whole list of this week."""
    name = f"{ask.wish.kind}-{ask.week.slug}"
    if filtered := ask.wish.filtered:
        facts = [_("Only: %(filters)s", filters=filtered), *facts]
    return Sheet(name, title, str(ask.week.name), facts, parts, grouped_by)


def _people(count: int) -> str:
    return ngettext("%(num)d person", "%(num)d people", count)


def _party(one: Registration) -> Hashable:
    """Who comes together: a delegation, else an institution."""
    return one.delegation_id or _home(one)


def _home(one: Registration) -> Hashable:
    return one.institution_id or (one.proposed_institution or "")


def _ranks(people: Iterable[Registration]) -> dict[Hashable, Rank | None]:
    """The rank of each party: as the office set it, else by its highest role."""
    found: dict[Hashable, Rank | None] = {}
    for one in people:
        party = _party(one)
        given = one.delegation.rank if one.delegation else None
        own = given or (LED_BY.get(one.kind) if one.kind else None)
        known = found.setdefault(party, own)
        if own and (given or known is None or RANKS.index(own) < RANKS.index(known)):
            found[party] = own
    return found


def _protocol(
    one: Registration, ranks: dict[Hashable, Rank | None]
) -> tuple[object, ...]:
    rank = ranks[_party(one)]
    return (RANKS.index(rank) if rank else len(RANKS), *_among(one))


def _among(one: Registration) -> tuple[object, ...]:
    """By institution, delegation, head, role and name."""
    role = KINDS.index(one.kind) if one.kind else len(KINDS)
    return (
        not one.institution_name,
        alphabetic(one.institution_name),
        str(_home(one)),
        str(one.delegation_id or ""),
        not one.is_head,
        role,
        alphabetic(one.name.latin or one.name.native or ""),
        one.number or 0,
    )


def _heading(one: Registration) -> str:
    name = one.institution_name or _("Without an institution")
    place = territory_of(one)
    return _("%(name)s (%(place)s)", name=name, place=place) if place else name
