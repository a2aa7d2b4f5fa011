"""Reading letters: the queue, one request, counts, what waits."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.vocabulary import LetterStatus, Outcome
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.vault.queries import masks_of

PAGE = 50
KIND = "passport"  # what the vault calls the answers
PAPER = "letter"  # and the finished letter


@dataclass(frozen=True)
class Queued:
    """One line of the office's queue."""

    letter: LetterRequest
    masks: Mapping[str, str]  # empty: nothing is kept any more


@dataclass
class Tally:
    """The letters of one country or region of the institutions."""

    label: Localised | None
    letters: int = 0
    numbered: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)


def settings_of(week: Week, *, with_logo: bool = False) -> LetterSettings | None:
    """How this week writes letters; None: nobody has said so yet."""
    rows = select(LetterSettings).where(LetterSettings.week_id == week.id)
    if with_logo:
        rows = rows.options(undefer(LetterSettings.logo))
    return db.session.scalar(rows)


def all_settings() -> Sequence[LetterSettings]:
    """Those of all weeks, with the weeks."""
    rows = select(LetterSettings).options(joinedload(LetterSettings.week))
    return db.session.scalars(rows).all()


def letters_of(registration: Registration) -> Sequence[LetterRequest]:
    """All that this person asked for."""
    rows = select(LetterRequest).where(
        LetterRequest.registration == registration, LetterRequest.consent.is_not(None)
    )
    return db.session.scalars(rows.order_by(LetterRequest.asked_at.desc())).all()


def letter_of(registration: Registration) -> LetterRequest | None:
    """What this delegate asked for; nothing of whoever had this registration before."""
    return next(iter(letters_of(registration)), None)


def letter(week: Week, key: UUID) -> LetterRequest | None:
    """A request of this week, with the registration."""
    rows = (
        select(LetterRequest)
        .where(LetterRequest.id == key, LetterRequest.week_id == week.id)
        .options(
            joinedload(LetterRequest.registration).options(
                joinedload(Registration.institution),
                joinedload(Registration.territory),
                joinedload(Registration.delegation),
            )
        )
    )
    return db.session.scalar(rows)


def letters_with(
    week: Week, statuses: Collection[LetterStatus]
) -> Sequence[LetterRequest]:
    """All requests in these states, by number."""
    rows = (
        select(LetterRequest)
        .join(LetterRequest.registration)
        .where(LetterRequest.week_id == week.id, LetterRequest.status.in_(statuses))
        .options(
            contains_eager(LetterRequest.registration).options(
                joinedload(Registration.institution),
                joinedload(Registration.territory),
            )
        )
        .order_by(LetterRequest.number, LetterRequest.asked_at)
    )
    return db.session.scalars(rows).all()


def letters_on_paper(
    week: Week, statuses: Collection[LetterStatus]
) -> Sequence[LetterRequest]:
    """Those of which the vault still has the paper: not of who cancelled since."""
    found = [one for one in letters_with(week, statuses) if one.consent is not None]
    kept = masks_of([one.registration_id for one in found], PAPER)
    return [one for one in found if one.registration_id in kept]


def page_of(
    week: Week,
    statuses: Collection[LetterStatus] = (),
    words: str = "",
    page: int = 1,
) -> tuple[Sequence[Queued], int]:
    """One page of the queue, those that wait longest first, and how many there are."""
    which = [LetterRequest.week_id == week.id]
    if statuses:
        which.append(LetterRequest.status.in_(statuses))
    which += [
        or_(
            Registration.search_text.contains(word, autoescape=True),
            LetterRequest.numbered.icontains(word, autoescape=True),
        )
        for word in searchable(words).split()
    ]
    found = select(LetterRequest).join(LetterRequest.registration).where(*which)
    total = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(LetterRequest.id).subquery()
        )
    )
    letters = db.session.scalars(
        found.options(
            contains_eager(LetterRequest.registration).options(
                joinedload(Registration.institution),
                joinedload(Registration.territory),
            )
        )
        .order_by(LetterRequest.asked_at, LetterRequest.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    masks = masks_of([one.registration_id for one in letters], KIND)
    return [Queued(one, masks.get(one.registration_id, {})) for one in letters], (
        total or 0
    )


def counts_of(week: Week) -> Mapping[LetterStatus, int]:
    """How many requests are in each state."""
    rows = (
        select(LetterRequest.status, func.count())
        .where(LetterRequest.week_id == week.id)
        .group_by(LetterRequest.status)
    )
    return dict(db.session.execute(rows).all())


def tallies_of(week: Week) -> Sequence[Tally]:
    """Letters by country or region of the institution, the most first."""
    code = func.coalesce(Institution.territory_code, Registration.territory_code)
    rows = db.session.execute(
        select(
            Territory.code,
            Territory.label,
            LetterRequest.outcome,
            func.count(),
            func.count(LetterRequest.number),
        )
        .select_from(LetterRequest)
        .join(LetterRequest.registration)
        .outerjoin(Registration.institution)
        .outerjoin(Territory, Territory.code == code)
        .where(LetterRequest.week_id == week.id)
        .group_by(Territory.code, Territory.label, LetterRequest.outcome)
    )
    tallies: dict[str | None, Tally] = {}
    for key, label, outcome, letters, numbered in rows:
        tally = tallies.setdefault(key, Tally(label))
        tally.letters += letters
        tally.numbered += numbered
        if outcome is not None:
            tally.outcomes[outcome] += letters
    return sorted(
        tallies.values(), key=lambda one: (-one.letters, str(one.label or "~"))
    )


def companions_of(registration: Registration) -> Sequence[Registration]:
    """Who accompanies this delegate."""
    rows = select(Registration).where(Registration.accompanies_id == registration.id)
    found = db.session.scalars(rows.order_by(Registration.created_at)).all()
    return [one for one in found if one.is_live and one.is_named]
