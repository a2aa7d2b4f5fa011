"""Settings of a week, accounts."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.dashboard.service import change_week
from eventapp.journal.models import Entry
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.kernel.wall import ZoneInUse
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.service.weeks import WeekSettings
from eventapp.programme.vocabulary import RegistrationMode
from tests.builders import (
    make_account,
    make_event,
    make_institution,
    make_week,
)
from tests.conftest import Client

ACCOUNTS = "/organise/accounts"


def typed(**changes: Any) -> dict[str, Any]:
    week = week_now()
    values = {
        "host": str(week.host_id),
        "first": str(week.held.first),
        "last": str(week.held.last or ""),
        "zone": week.zone,
        "languages": ["en", "zh-Hans"],
        "name_en": "Spring Week",
        "name_zh": "春季周",
        "city_en": "Kraków",
        "privacy_en": "We keep your answers.",
        "privacy_zh": "我们保存您的回答。",
        "contact_address": "office@host.example",
        "accent": "teal",
        "is_public": "y",
        "registration_mode": "approval",
        "overlap_rule": "inform",
        "opens_day": "2027-01-15",
        "opens_hour": "09:00",
        "closes_day": "2027-02-28",
        "closes_hour": "18:00",
    }
    return values | changes


def week_now() -> Week:
    return db.session.scalars(select(Week).where(Week.slug == "spring")).one()


def test_settings_are_typed_in_the_time_of_the_week(client: Client) -> None:
    make_week("spring", zone="Europe/Warsaw")
    client.sign_in()

    answer = client.post(
        "/organise/spring/settings", data=typed(), follow_redirects=True
    )

    week = week_now()
    assert "Saved." in answer.text
    assert week.registration_mode is RegistrationMode.APPROVAL
    assert week.registration_opens_at == datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
    assert week.registration_closes_at == datetime(2027, 2, 28, 17, 0, tzinfo=UTC)
    assert week.privacy_version == "1"
    assert 'value="09:00"' in answer.text
    assert db.session.scalars(select(Entry.action)).all() == ["week.changed"]


def test_the_languages_of_a_week_are_chosen_and_keep_their_order(
    client: Client,
) -> None:
    make_week("spring", languages=("zh-Hans", "en"))
    client.sign_in()

    answer = client.post(
        "/organise/spring/settings",
        data=typed(languages=["en", "pl", "zh-Hans"]),
        follow_redirects=True,
    )

    assert "Saved." in answer.text
    assert week_now().languages == ("zh-Hans", "en", "pl")
    refused = client.post("/organise/spring/settings", data=typed(languages=[]))
    assert "Choose at least one language." in refused.text


def test_another_privacy_text_is_another_version(client: Client) -> None:
    make_week("spring")
    client.sign_in()

    client.post("/organise/spring/settings", data=typed(privacy_en="New text."))

    assert week_now().privacy_version != "1"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name_en": "", "name_zh": ""}, "Enter this text in one language at least."),
        ({"privacy_en": "", "privacy_zh": ""}, "A public week needs a privacy text."),
        (
            {"privacy_en": "", "privacy_zh": "", "is_public": ""},
            "Enter this text in one language",
        ),
        ({"contact_address": "nobody"}, "Enter an e-mail address, for example"),
        ({"accent": "#fff"}, "Choose one of the list."),
        ({"host": ""}, "Choose the host."),
        ({"first": ""}, "Enter the first day."),
        ({"last": "2027-03-31"}, "Enter a day that is not before the first day."),
        ({"last": "2100-04-01"}, "A week lasts at most 92 days."),
        ({"zone": ""}, "Choose the time zone of the city."),
        ({"registration_mode": "\0"}, "Choose one of the list."),
        ({"opens_day": ""}, "Enter the day on which registration opens."),
        ({"closes_day": "2027-01-14"}, "Enter a close after the opening."),
        ({"opens_day": "soon"}, "Enter a day like 2027-03-09."),
        (
            {"closes_day": "2027-03-28", "closes_hour": "02:30"},
            "This hour does not exist on this day",
        ),
    ],
)
def test_wrong_settings_are_refused_and_kept(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    make_week(
        "spring",
        zone="Europe/Warsaw",
        held=KnownDate(date(2027, 4, 1), None, DatePrecision.DAY),
    )
    client.sign_in()

    answer = client.post(
        "/organise/spring/settings", data=typed(theme_en="As typed", **changes)
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="As typed"' in answer.text
    assert week_now().theme is None


def test_host_days_and_zone_of_an_empty_week_are_set_anew(client: Client) -> None:
    before = make_week("spring").host
    host = make_institution("University of Opole", "奥波莱大学")
    client.sign_in()
    changes = {"host": str(host.id), "first": "2027-05-03", "last": ""}

    page = client.post(
        "/organise/spring/settings",
        data=typed(**changes, zone="Europe/Warsaw"),
        follow_redirects=True,
    )

    week = week_now()
    assert "Saved." in page.text
    assert "(Europe/Warsaw)" in page.text
    assert week.host_id == host.id != before.id
    assert week.held == KnownDate(date(2027, 5, 3), None, DatePrecision.START)
    assert week.registration_opens_at == datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
    hosts = select(Participation.institution_id).where(Participation.is_host)
    assert db.session.scalars(hosts).all() == [host.id]
    assert set(db.session.scalars(select(Entry)).one().details["after"]) >= {
        "held",
        "host_id",
        "zone",
    }


def test_days_that_are_known_roughly_stay_however_many_they_are(
    client: Client,
) -> None:
    held = KnownDate(date(2027, 1, 1), date(2027, 12, 31), DatePrecision.RANGE)
    make_week("spring", held=held)
    client.sign_in()

    page = client.post(
        "/organise/spring/settings",
        data=typed(first="2027-01-01", last="2027-12-31"),
        follow_redirects=True,
    )

    assert "Saved." in page.text
    assert week_now().held == held


def test_the_zone_of_a_week_with_events_stays(client: Client) -> None:
    make_event(make_week("spring"))
    client.sign_in()

    page = client.get("/organise/spring/settings")
    client.post("/organise/spring/settings", data=typed(zone="Europe/Warsaw"))

    assert "It stays because the week has events." in page.text
    assert 'name="zone"' not in page.text
    assert week_now().zone == "Asia/Shanghai"


def test_the_service_refuses_another_zone_where_events_have_hours(
    client: Client,
) -> None:
    account = client.sign_in()
    week = make_week("spring")
    make_event(week)
    now = {one.name: getattr(week, one.name) for one in fields(WeekSettings)}

    with pytest.raises(ZoneInUse):
        change_week(week, WeekSettings(**(now | {"zone": "Europe/Warsaw"})), by=account)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "taken@host.example"}, "There is already an account"),
        ({"address": "nobody"}, "Enter an e-mail address, for example"),
        ({"name": "\0"}, "Enter the name."),
        ({"role": "emperor"}, "Choose one of the list."),
    ],
)
def test_nobody_is_invited_by_a_wrong_form(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    client.sign_in(Role.ADMINISTRATOR)
    make_account(address="taken@host.example")
    data = {"name": "Anna Nowak", "address": "anna@host.example", "role": "steward"}

    answer = client.post(f"{ACCOUNTS}/invite", data=data | {"language": "en"} | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(db.session.scalars(select(Account)).all()) == 2


def test_a_disabled_account_is_signed_out_at_once(client: Client) -> None:
    other = client.application.test_client()
    assert isinstance(other, Client)
    account = other.sign_in(Role.ORGANISER)
    client.sign_in(Role.ADMINISTRATOR)
    assert other.get("/organise/").status_code == 200

    client.post(f"{ACCOUNTS}/{account.id}/disable")

    assert other.get("/organise/").status_code == 302
    assert "Disabled" in client.get(ACCOUNTS).text
    client.post(f"{ACCOUNTS}/{account.id}/enable")
    assert db.session.get_one(Account, account.id).is_enabled
    assert other.get("/organise/").status_code == 302


def test_ending_sessions_signs_out_everywhere_and_keeps_the_account(
    client: Client,
) -> None:
    other = client.application.test_client()
    assert isinstance(other, Client)
    account = other.sign_in(Role.ORGANISER)
    client.sign_in(Role.ADMINISTRATOR)

    client.post(f"{ACCOUNTS}/{account.id}/end-sessions")

    assert other.get("/organise/").status_code == 302
    assert db.session.get_one(Account, account.id).is_enabled


def test_nobody_locks_themselves_out(client: Client) -> None:
    account = client.sign_in(Role.ADMINISTRATOR)

    answer = client.post(f"{ACCOUNTS}/{account.id}/disable")

    assert answer.status_code == 409
    assert "You cannot disable your own account." in answer.text


def test_an_organiser_changes_no_account(client: Client) -> None:
    other = make_account()
    client.sign_in(Role.ORGANISER)

    for deed in ("disable", "enable", "end-sessions"):
        assert client.post(f"{ACCOUNTS}/{other.id}/{deed}").status_code == 403
    assert client.post(f"{ACCOUNTS}/invite", data={}).status_code == 403
