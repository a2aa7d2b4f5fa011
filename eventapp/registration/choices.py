"""Languages, countries or regions and days from which delegates choose."""

from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from eventapp.institutions.queries import territories
from eventapp.kernel import i18n
from eventapp.kernel.names import alphabetic
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import last_day
from eventapp.registration import world

DAYS_AROUND = timedelta(days=14)  # people travel before and after a week

# Asked as a short list; the notes take the others.
SPOKEN = "zh-Hans en ar de es fr ja ko pl pt ru th"
# In which a name may be written beside its Latin form.
WRITTEN = (
    "zh-Hans zh-Hant am ar be bg bn el fa he hi hy ja ka kk km ko ky lo mk mn my ne"
    " ru si sr ta th uk ur"
)

Choices = dict[str, str]  # by the value that a form sends


def spoken_languages() -> Choices:
    """Languages that somebody may speak, ours first."""
    return dict(_ours_first(SPOKEN, i18n.spoken().locale, with_script=False))


def written_languages() -> Choices:
    """Languages of names in their own script, ours first."""
    return dict(_ours_first(WRITTEN, i18n.spoken().locale, with_script=True))


def interpreted_languages(week: Week) -> Choices:
    """Languages into which a week may interpret."""
    return {tag: language_word(tag) for tag in week.languages}


def places() -> Choices:
    """All countries and regions; the organisers' label stands before Babel's name."""
    labels = tuple((one.code, str(one.label)) for one in territories())
    return dict(_places(i18n.spoken().locale, labels))


def days_of_stay(week: Week) -> tuple[date, date]:
    """The first and the last day that make sense around a week."""
    return week.held.first - DAYS_AROUND, last_day(week) + DAYS_AROUND


def language_word(tag: str) -> str:
    """A language in the reader's words."""
    return _word(tag.partition("-")[0], i18n.spoken().locale)


def script_word(tag: str) -> str:
    """A language in the reader's words, with its script where it matters."""
    return _word(tag, i18n.spoken().locale)


@lru_cache(maxsize=1000)
def _word(tag: str, locale: str) -> str:
    name = Locale.parse(tag, sep="-").get_display_name(locale)
    return name[:1].upper() + name[1:] if name else tag


# What the next two say never changes for a reader's language: worked out once.


@lru_cache(maxsize=20)
def _ours_first(tags: str, locale: str, *, with_script: bool) -> Choices:
    ours = {language.tag for language in i18n.LANGUAGES}
    words = {
        tag: _word(tag if with_script else tag.partition("-")[0], locale)
        for tag in tags.split()
    }
    return dict(
        sorted(
            words.items(), key=lambda pair: (pair[0] not in ours, alphabetic(pair[1]))
        )
    )


@lru_cache(maxsize=20)
def _places(locale: str, labels: tuple[tuple[str, str], ...]) -> Choices:
    words = world.names(locale) | dict(labels)
    return dict(sorted(words.items(), key=lambda pair: alphabetic(pair[1])))
