"""How a week decides: its steps, what it looks at again, its kept reasons."""

from eventapp.accounts.models import Account
from eventapp.dashboard.service import keep, recorded
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import KeptReason


def change_approval(
    week: Week, steps: int, rechecked: tuple[str, ...], *, by: Account
) -> None:
    """Decide in one step or two, and which answers are looked at again."""
    lock(week)
    wanted = {"approval_steps": steps, "rechecked": rechecked}
    before = {name: recorded(getattr(week, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(week, name, value)
    after = {name: recorded(value) for name, value in wanted.items()}
    if before != after:
        keep(by, "week.changed", week.name, week, before, after)


def keep_reason(week: Week, text: Localised, *, by: Account) -> KeptReason:
    """Keep a reason that the week often gives."""
    kept = add(KeptReason(text=text, created_at=clock.now(), week_id=week.id))
    keep(by, "reason.kept", text, kept)
    return kept


def forget_reason(kept: KeptReason, *, by: Account) -> None:
    """Offer a reason no longer; who read it keeps their mail."""
    keep(by, "reason.removed", kept.text, kept)
    db.session.delete(kept)
