"""A draft of a mailing, and a rule that reminds."""

from datetime import time
from typing import Any

from eventapp.accounts.models import Account
from eventapp.kernel.i18n import Localised
from eventapp.mailings.service.reminding import RulePlan, make_rule
from eventapp.mailings.service.writing import MailingTexts, begin_mailing
from eventapp.mailings.vocabulary import Audience, RuleKind
from eventapp.programme.models.weeks import Week


def make_mailings(week: Week, by: Account, words: str = "News") -> dict[str, Any]:
    """Their keys, by the names that addresses give them."""
    said = Localised({"en": words})
    draft = begin_mailing(
        week, Audience.DELEGATES, {}, by=by, texts=MailingTexts(said, said)
    )
    plan = RulePlan(RuleKind.ARRIVAL, said, said, ("7", "2"), time(9))
    rule = make_rule(week, plan, by=by)
    return {
        "mailing_id": draft.id,
        "rule_id": rule.id,
        "kind": "arrival",
        "turn": "cancel",
    }
