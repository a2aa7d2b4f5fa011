"""Small values: names, texts, dates, tokens, settings."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from eventapp.config import Settings
from eventapp.kernel import clock, i18n, tokens
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName, alphabetic, searchable
from eventapp.variables import ConfigurationError

SECRET = "x" * 40


def test_a_name_leads_with_the_form_that_its_bearer_chose() -> None:
    native = PersonName("Wang Xiaoming", "王小明", "zh-Hans", NameOrder.NATIVE_FIRST)
    latin = PersonName("Wang Xiaoming", "王小明", "zh-Hans", NameOrder.LATIN_FIRST)

    assert (native.first, native.second) == ("王小明", "Wang Xiaoming")
    assert (latin.first, latin.second) == ("Wang Xiaoming", "王小明")


def test_one_name_is_enough() -> None:
    mononym = PersonName("Suharto")

    assert (mononym.first, mononym.second, str(mononym)) == ("Suharto", None, "Suharto")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Łódź", "lodz"),
        ("ĐÀ NẴNG", "đa nang"),
        ("ＷＡＮＧ　Ｘ", "wang x"),
        ("Straße", "strasse"),
        ("  Гуляев ", "гуляев"),
        ("محمد", "محمد"),
    ],
)
def test_search_forgets_accents_case_and_width(typed: str, kept: str) -> None:
    assert searchable(typed) == kept


def test_lists_are_sorted_as_the_reader_expects() -> None:
    latin = sorted(["Poland", "Österreich", "France"], key=alphabetic)
    with i18n.speaking("zh-Hans"):
        chinese = sorted(["中国", "波兰", "法国"], key=alphabetic)

    assert latin == ["France", "Österreich", "Poland"]
    assert chinese == ["波兰", "法国", "中国"]


def test_a_text_falls_back_to_the_first_language_that_has_one() -> None:
    text = Localised({"en": "", "zh-Hans": "开幕式", "pl": "Otwarcie"})

    assert text.chosen("en") == ("zh-Hans", "开幕式")
    assert text.chosen("pl") == ("pl", "Otwarcie")
    assert Localised().chosen("en") == ("en", "")


def test_a_text_speaks_the_readers_language() -> None:
    text = Localised({"en": "Opening", "zh-Hans": "开幕式"})

    i18n.speak(i18n.LANGUAGES[1])
    chinese = str(text)
    i18n.speak(i18n.DEFAULT)

    assert (chinese, str(text)) == ("开幕式", "Opening")


def test_a_period_never_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after"):
        KnownDate(date(2024, 3, 2), date(2024, 3, 1))


def test_derived_secrets_depend_on_key_purpose_and_subject() -> None:
    one = tokens.derive(SECRET, "badge", "1")

    assert one == tokens.derive(SECRET, "badge", "1")
    assert (
        len(
            {
                one,
                tokens.derive(SECRET, "agenda", "1"),
                tokens.derive(SECRET, "badge", "2"),
                tokens.derive("y" * 40, "badge", "1"),
            }
        )
        == 4
    )
    assert len(one) * 8 == 128


def test_a_demonstration_has_its_own_clock() -> None:
    clock.shift(timedelta(days=-1000))
    there = clock.now()
    clock.shift(timedelta())

    assert timedelta(days=999) < clock.now() - there < timedelta(days=1001)
    assert there.tzinfo is UTC


def test_a_stopped_clock_stands() -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    clock.stop(at)
    seen = clock.now()
    clock.stop(None)

    assert seen == at


def test_settings_have_defaults_but_no_secret() -> None:
    settings = Settings.from_environment({"EVENTAPP_SECRET_KEY": SECRET})

    assert settings.uses_sqlite
    assert settings.database == f"sqlite:///{Path('data').absolute() / 'eventapp.db'}"
    assert (settings.smtp, settings.proxies, settings.is_secure) == (None, 0, False)


def test_postgresql_is_reached_through_psycopg() -> None:
    settings = Settings.from_environment(
        {
            "EVENTAPP_SECRET_KEY": SECRET,
            "EVENTAPP_DATABASE": "postgresql://me:pw@localhost/week",
        }
    )

    assert settings.database == "postgresql+psycopg://me:pw@localhost/week"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("DATABASE", "mysql://localhost/week"),
        ("DATABASE", "postgresql:"),
        ("ADDRESS", "week.example"),
        ("ADDRESS", "ftp://week.example"),
        ("SMTP", "mail.example"),
        ("SMTP", "smtp://mail.example:no"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "a@b.example\nBcc: c@d.example"),
        ("CLOCK_SHIFT", "yesterday"),
        ("PROXIES", "-1"),
        ("WORKERS", "many"),
        ("WORKERS", "100000"),
        ("VAULT_KEY", "too short"),
        ("SECRET", "a misspelt name"),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(name: str, value: str) -> None:
    environment = {"EVENTAPP_SECRET_KEY": SECRET, f"EVENTAPP_{name}": value}

    with pytest.raises(ConfigurationError, match=f"EVENTAPP_{name}"):
        Settings.from_environment(environment)


def test_a_day_is_written_as_the_readers_language_does() -> None:
    with i18n.speaking("zh-Hans"):
        chinese = i18n.day_in_words(date(2027, 11, 9))

    assert chinese == "2027年11月9日 周二"
    assert i18n.day_in_words(date(2027, 11, 9)) == "Tue 9 Nov 2027"


def test_a_missing_text_gives_way_to_the_same_one_whatever_the_order() -> None:
    one = Localised({"bg": "Здравей", "zh-Hans": "你好"})
    other = Localised({"zh-Hans": "你好", "bg": "Здравей"})

    assert (str(one), str(other)) == ("你好", "你好")
    assert list(one) == list(other) == ["zh-Hans", "bg"]
