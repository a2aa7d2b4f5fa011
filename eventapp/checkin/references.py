"""References typed in place of a code, as they stand on the badge below it.

Forty random bits: not a credential for a machine that tries all day, so that a desk
which may not search for people has a few wrong tries only.
"""

from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

from eventapp.accounts.queries import attempts_since
from eventapp.accounts.service.limits import count
from eventapp.badges.queries import was_replaced
from eventapp.checkin.duty import on_duty
from eventapp.checkin.queries.people import registration_of
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.kernel.codes import Outcome, parse, parse_reference
from eventapp.kernel.db import db, writing
from eventapp.kernel.tokens import digest

PURPOSE = "reference"
WRONG_PER_DESK = 20
WITHIN = timedelta(minutes=15)


def bearer_of(typed: str, desk_id: UUID) -> UUID | None:
    """Whom a reference names; None if it is a code, nobody's, or one try too many.

    Nobody's is also that of somebody whose badge was replaced: it stands on the lost
    one, and whoever found that may not use it where nobody looks twice.
    """
    if parse(typed).outcome is not Outcome.FOREIGN or not parse_reference(typed):
        return None
    if on_duty().may(DeskRole.REGISTRATION):
        return registration_of(typed)
    subject = digest(f"{PURPOSE} {desk_id}")
    is_one_of_several = db.session().in_nested_transaction()
    # Of several, each is kept with its try; what was decided before is not let go of.
    with nullcontext() if is_one_of_several else writing():
        since = clock.now() - WITHIN
        if attempts_since(PURPOSE, subject, since) >= WRONG_PER_DESK:
            return None
        named = registration_of(typed)
        if named is None or was_replaced(named):
            count(PURPOSE, subject)
            return None
    return named
