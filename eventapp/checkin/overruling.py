"""Which refusals whoever is on duty may overrule."""

from eventapp.checkin.duty import Duty
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.vocabulary import DeskRole, Direction, Verdict

OVERRULED = frozenset(
    {
        Verdict.ALREADY_HERE,
        Verdict.WRONG_EVENT,
        Verdict.NOT_LISTED,
        Verdict.TOO_EARLY,
        Verdict.LATE,
        Verdict.NOT_CONFIRMED,
        Verdict.CANCELLED,
        Verdict.REVOKED,
        Verdict.UNKNOWN,
        Verdict.FULL,
    }
)


def may_overrule(answer: Answer, duty: Duty) -> bool:
    """Whether whoever is on duty may admit somebody all the same, with a reason.

    More people inside than a fire limit allows: that is for supervisors.
    """
    if answer.verdict not in OVERRULED or not duty.may(DeskRole.STEWARD):
        return False
    if answer.direction is Direction.OUT or answer.conflict:
        return False
    if answer.guest is None and answer.verdict is not Verdict.UNKNOWN:
        return False  # a card
    is_safe = answer.is_in or not answer.room.is_unsafe
    return is_safe or duty.may(DeskRole.SUPERVISOR)
