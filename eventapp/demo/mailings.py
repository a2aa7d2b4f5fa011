"""A draft to everybody, and reminders that are prepared: nothing of it is sent."""

from datetime import time

from eventapp.accounts.models import Account
from eventapp.kernel.i18n import Localised
from eventapp.mailings.service.reminding import RulePlan, make_rule
from eventapp.mailings.service.writing import MailingTexts, begin_mailing
from eventapp.mailings.vocabulary import Audience, RuleKind
from eventapp.mailings.wording import our_words
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.choosing import Choice

SUBJECT = {"en": "Before you come to {week}", "zh-Hans": "参加{week}之前"}
TEXT = {
    "en": "Dear {name},\n\nwe look forward to seeing you in {city}, {days}.\n\n"
    "Your events:\n{events}\n\nYour badge and your calendar:\n{link}\n\n{host}",
    "zh-Hans": "{name}：您好！\n\n期待{days}在{city}与您见面。\n\n"
    "您的活动：\n{events}\n\n您的胸牌和日历：\n{link}\n\n{host}",
}
REMINDERS = (
    (RuleKind.ARRIVAL, ("7", "2"), time(9)),
    (RuleKind.EVENT, ("1",), time(17)),
    (RuleKind.THANKS, ("2",), time(10)),
)


def plant_mailings(week: Week, *, by: Account) -> None:
    """A text that waits for somebody to send it, and rules that are switched off."""
    texts = MailingTexts(Localised(SUBJECT), Localised(TEXT))
    choice = Choice(statuses=(RegistrationStatus.CONFIRMED,)).kept()
    begin_mailing(week, Audience.DELEGATES, choice, by=by, texts=texts)
    for kind, days, hour in REMINDERS:
        subject, text = our_words(kind, week.languages)
        plan = RulePlan(kind, subject, text, days, hour, is_on=False)
        make_rule(week, plan, by=by)
