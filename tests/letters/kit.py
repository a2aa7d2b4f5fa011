"""What the tests of letters have in common: settings, answers, somebody who asked."""

from datetime import date
from typing import Any

from eventapp.accounts.models import Account
from eventapp.kernel.i18n import Localised
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.service.asking import Agreed, ask
from eventapp.letters.service.settling import Wish, settle, usual
from eventapp.letters.vocabulary import LetterField
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from tests.builders import make_account, make_registration, make_week
from tests.conftest import Client

NUMBER = "SPECIMEN7654321"
BORN = "1971-03-02"
ANSWERS = {
    LetterField.NAME: "WANG, XIAOMING",
    LetterField.SEX: "F",
    LetterField.BORN_ON: BORN,
    LetterField.CITIZENSHIP: "Poland",
    LetterField.PASSPORT_NUMBER: NUMBER,
    LetterField.PASSPORT_EXPIRES_ON: "2031-05-06",
    LetterField.OCCUPATION: "Vice-Rector",
    LetterField.INSTITUTION: "University of Opole",
    LetterField.CONSULATE: "Embassy, Warsaw",
    LetterField.ENTRIES: "1",
    LetterField.ARRIVES_ON: "2027-03-07",
    LetterField.DEPARTS_ON: "2027-03-13",
}
TYPED = {name.value: text for name, text in ANSWERS.items()} | {"agreed": "y"}
AGREED = Agreed("I agree to this.", "en")


def make_settings(week: Week | None = None, **changes: Any) -> LetterSettings:
    week = week or make_week()
    wish = usual(week)
    values = {name: getattr(wish, name) for name in wish.__dataclass_fields__}
    values |= {"is_offered": True, "signatory": Localised({"en": "Yao Li"})}
    return settle(week, Wish(**(values | changes)), by=make_account())


def make_letter(
    week: Week | None = None, answers: dict[LetterField, str] | None = None, **who: Any
) -> LetterRequest:
    """Somebody has asked; `who` is about the registration."""
    if week is None:
        week = make_settings().week
    return ask(make_registration(week, **who), answers or ANSWERS, AGREED)


def office(letter: LetterRequest, more: str = "") -> str:
    """The page of a letter in the office."""
    return f"/organise/{letter.week.slug}/letters/{letter.id}{more}"


def open_own(client: Client, registration: Registration) -> str:
    """Let the browser open a registration; the address of its letter."""
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    return f"/me/{registration.id}/letter"


def make_by() -> Account:
    return make_account()


LAST_DAY = date(2027, 3, 12)  # of the week of the builders
