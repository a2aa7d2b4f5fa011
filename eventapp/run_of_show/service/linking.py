"""The presider's private link: derived, kept as a digest, renewed, revoked."""

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.journal.service import note
from eventapp.kernel.db import db, lock
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.run_of_show.models import Run


def link_token(run: Run) -> str | None:
    """What stands in the presider's address; None while there is no link.

    Also None where the secret of the site was changed since: the link is dead.
    """
    token = _token(run)
    return token if run.link_digest == digest(token) else None


def open_link(run: Run, *, may_press: bool, by: Account) -> None:
    """Give the presider a new address; an old one ends at once."""
    lock(run)
    run.link_generation += 1
    run.link_digest = digest(_token(run))
    run.link_presses = may_press
    _note(run, "run.link_opened", by)


def allow_presses(run: Run, *, may_press: bool, by: Account) -> None:
    """Let the presider's link press "next", or only show."""
    lock(run)
    run.link_presses = may_press
    _note(run, "run.link_allowed" if may_press else "run.link_limited", by)


def close_link(run: Run, *, by: Account) -> None:
    """End the presider's link."""
    lock(run)
    run.link_digest = None
    _note(run, "run.link_closed", by)


def _token(run: Run) -> str:
    subject = f"{run.event_id}:{run.link_generation}"
    return address_token(derive(current().secret_key, "run", subject))


def _note(run: Run, action: str, by: Account) -> None:
    event = run.event
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
    )
    run.presses += 1  # pages that show the run look again
    db.session.flush()
