"""The blueprint of mailings and reminders, and what its pages find."""

from uuid import UUID

from flask import Blueprint

from eventapp.mailings import words
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.programme.access import row_at
from eventapp.programme.models.weeks import Week

bp = Blueprint("mailings", __name__, url_prefix="/organise/<slug>")

for _say in (
    words.audience_word,
    words.mailing_word,
    words.mailing_sign,
    words.mailing_title,
    words.receipt_word,
    words.receipt_sign,
    words.left_out_word,
    words.rule_word,
):
    bp.add_app_template_filter(_say)


def mailing_at(week: Week, key: UUID) -> Mailing:
    """The mailing of this week with this key."""
    return row_at(week, Mailing, key)


def rule_at(week: Week, key: UUID) -> ReminderRule:
    """The rule of this week with this key."""
    return row_at(week, ReminderRule, key)
