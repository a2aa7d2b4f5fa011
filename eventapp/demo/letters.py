"""Visa letters of the demonstration: a dozen requests, one in each state or more."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.letters.models import LetterRequest
from eventapp.letters.rules import forgotten_at
from eventapp.letters.service import deciding
from eventapp.letters.service.asking import Agreed, ask, tell_outcome
from eventapp.letters.service.settling import settle, usual
from eventapp.letters.vocabulary import LetterField, LetterStatus, Outcome
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.vault.service import LookReason

DEEDS = (
    *("", "", "open", "open", "return", "refuse"),
    *("approve", "approve", "approve"),
    *("granted", "refused", "not_used"),
)
AGREED = Agreed("I agree to this.", "en")
CITIES = ("Warsaw", "Prague", "Sofia", "Budapest", "Bangkok", "Hanoi")


def plant_letters(week: Week, by: Account) -> None:
    """Let the first dozen who need a letter ask for one; the office is at work."""
    wish = replace(
        usual(week),
        is_offered=True,
        contact=Localised(
            {
                "en": "Pudong, Shanghai\n" + week.contact_address,
                "zh-Hans": "上海市浦东新区\n" + week.contact_address,
            }
        ),
        signatory=Localised({"en": "Shen Yulan", "zh-Hans": "沈玉兰"}),
    )
    settle(week, wish, by=by)
    if forgotten_at(week, wish.keep_days) <= clock.now():
        return  # planted long after the week: nothing may be kept any more
    needing = db.session.scalars(
        select(Registration)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.needs_visa_letter.is_(True),
        )
        .options(joinedload(Registration.institution))
        .order_by(Registration.number)
        .limit(len(DEEDS))
    )
    letters = [
        ask(one, _answers(one, number), AGREED)
        for number, one in enumerate(needing.all())
    ]
    for deed, letter in zip(DEEDS, letters, strict=False):
        _do(deed, letter, by)


def _do(deed: str, letter: LetterRequest, by: Account) -> None:
    match deed:
        case "open":
            deciding.open_answers(letter, LookReason.CHECK, by=by)
        case "return":
            deciding.ask_back(letter, "At which consulate will you apply?", by=by)
        case "refuse":
            deciding.refuse(letter, "You may enter without a visa.", by=by)
        case "approve":
            deciding.approve(letter, by=by)
        case outcome if outcome:
            # Nothing is printed here: the typesetter does not survive the fork by
            # which the server begins. The letter would be deleted anyhow.
            deciding.approve(letter, by=by)
            letter.status = LetterStatus.SENT
            letter.issued_at = letter.sent_at = clock.now()
            tell_outcome(letter, Outcome(outcome))


def _answers(one: Registration, number: int) -> dict[LetterField, str]:
    """Invented answers: the passports are specimens, the birthdays are chance."""
    held = one.week.held
    ends_soon = number == 1
    differs = number == 2  # noqa: PLR2004 - the third of them
    return {
        LetterField.NAME: "SPECIMEN, Another" if differs else one.name.latin.upper(),
        LetterField.SEX: "F" if number % 2 else "M",
        LetterField.BORN_ON: date(
            1960 + number, 1 + number % 12, 3 + number
        ).isoformat(),
        LetterField.CITIZENSHIP: "Specimen",
        LetterField.PASSPORT_NUMBER: f"SPECIMEN{9000 + number}",
        LetterField.PASSPORT_EXPIRES_ON: (
            held.latest + timedelta(days=100 if ends_soon else 900 + number)
        ).isoformat(),
        LetterField.OCCUPATION: one.position or "Professor",
        LetterField.INSTITUTION: one.institution_name,
        LetterField.CONSULATE: f"Consulate General, {CITIES[number % len(CITIES)]}",
        LetterField.ENTRIES: "1",
        LetterField.ARRIVES_ON: (one.arrives_on or held.first).isoformat(),
        LetterField.DEPARTS_ON: (one.departs_on or held.latest).isoformat(),
    }
