"""A letter about nobody, to see how the settings look."""

from datetime import date

from eventapp.kernel import clock
from eventapp.kernel.i18n import spoken
from eventapp.kernel.names import PersonName
from eventapp.letters.models import LetterSettings
from eventapp.letters.paper import Letter
from eventapp.letters.vocabulary import Answers, LetterField
from eventapp.letters.wording import numbered
from eventapp.registration.models.registrations import Registration

ANSWERS: Answers = {
    LetterField.NAME: "WANG, XIAOMING",
    LetterField.SEX: "F",
    LetterField.BORN_ON: "1980-01-31",
    LetterField.CITIZENSHIP: "Utopia",
    LetterField.PASSPORT_NUMBER: "SPECIMEN0000",
    LetterField.PASSPORT_EXPIRES_ON: "2035-12-31",
    LetterField.PASSPORT_ISSUER: "Passport Office",
    LetterField.OCCUPATION: "Professor",
    LetterField.INSTITUTION: "Example University",
    LetterField.HOME_ADDRESS: "1 Example Street, Example City",
    LetterField.CONSULATE: "Consulate General, Example City",
    LetterField.ENTRIES: "1",
    LetterField.COMPANIONS: "WANG, YI (spouse)",
}


def specimen(settings: LetterSettings) -> Letter:
    """A letter with these settings, marked as a specimen."""
    week = settings.week
    days: Answers = {
        LetterField.ARRIVES_ON: week.held.first.isoformat(),
        LetterField.DEPARTS_ON: week.held.latest.isoformat(),
    }
    today: date = clock.now().astimezone(week.tzinfo).date()
    return Letter(
        settings=settings,
        registration=Registration(
            week=week, name=PersonName("Wang Xiaoming"), language=spoken().tag
        ),
        numbered=numbered(settings.number_pattern, settings.next_number),
        on=today,
        answers={**ANSWERS, **days},
        is_specimen=True,
    )
