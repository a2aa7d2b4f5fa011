"""The registrations that a choice means: how many, which, all of them in order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.conditions import conditions_of

MOST = 20_000
# Where somebody comes from: the institution knows best.
territory_code = func.coalesce(Institution.territory_code, Registration.territory_code)


def count_of(week: Week, choice: Choice) -> int:
    """How many registrations are meant."""
    return (
        db.session.scalar(select(func.count()).where(*conditions_of(week, choice))) or 0
    )


def counts_by_status(week: Week, choice: Choice) -> Mapping[RegistrationStatus, int]:
    """How many are meant in each status, whichever of them is chosen."""
    open_choice = replace(choice, statuses=())
    rows = db.session.execute(
        select(Registration.status, func.count())
        .where(*conditions_of(week, open_choice))
        .group_by(Registration.status)
    )
    return {status: count for status, count in rows}  # noqa: C416 - typed rows


def keys_of(week: Week, choice: Choice, most: int = MOST) -> Sequence[UUID]:
    """The keys of all registrations that are meant, by number, up to `most`."""
    rows = chosen(week, choice).order_by(
        Registration.number.nulls_last(), Registration.id
    )
    return db.session.scalars(rows.limit(most)).all()


def registrations_of(
    week: Week, choice: Choice, most: int = MOST
) -> Sequence[Registration]:
    """All registrations that are meant, in the order of the choice.

    With their institutions, countries or regions and delegations; one statement.
    """
    return db.session.scalars(in_order(whole(week, choice), choice).limit(most)).all()


def registrations_with(week: Week, keys: Sequence[UUID]) -> Sequence[Registration]:
    """These registrations of a week, by number."""
    rows = whole(week, Choice()).where(Registration.id.in_(keys))
    return db.session.scalars(rows.order_by(Registration.number, Registration.id)).all()


def chosen(week: Week, choice: Choice) -> Select[UUID]:
    """The keys of those who are meant, in no order, as a part of other questions."""
    return select(Registration.id).where(*conditions_of(week, choice))


def whole(week: Week, choice: Choice) -> Select[Registration]:
    """The registrations with institutions, countries or regions, delegations."""
    return (
        select(Registration)
        .where(*conditions_of(week, choice))
        .outerjoin(Registration.institution)
        .options(
            contains_eager(Registration.institution).joinedload(Institution.territory),
            joinedload(Registration.territory),
            joinedload(Registration.delegation),
        )
    )


def in_order(rows: Select[Any], choice: Choice) -> Select[Any]:
    """The rows, in the order of the choice; they join the institution."""
    columns: dict[str, Any] = {
        "name": func.lower(
            func.coalesce(
                func.nullif(Registration.name_latin, ""),  # type: ignore[attr-defined]  # of a composite
                Registration.name_native,  # type: ignore[attr-defined]  # the same
            )
        ),
        "number": Registration.number,
        "institution": func.coalesce(
            Institution.sort_name, func.lower(Registration.proposed_institution)
        ),
        "territory": territory_code,
        "status": _by_rank(Registration.status, RegistrationStatus),
        "kind": _by_rank(Registration.kind, DelegateKind),
        "arrives": Registration.arrives_on,
        "submitted": Registration.submitted_at,
    }
    column = columns[choice.order]
    first = column.desc() if choice.descending else column.asc()
    return rows.order_by(first.nulls_last(), Registration.created_at, Registration.id)


def _by_rank(column: Any, kind: Any) -> Any:  # noqa: ANN401 - a CASE
    """In the order of the vocabulary, which is the order of the work."""
    return case({one.value: n for n, one in enumerate(kind)}, value=column)
