"""Doing without what is not essential: one press, no sign-in, undone easily."""

import re
from dataclasses import replace

import pytest

from eventapp import config
from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.mail.barring import unwanted_kinds
from eventapp.mail.models import MailKind, Message
from eventapp.mail.service import put
from eventapp.mail.transport import compose
from eventapp.mail.unsubscribing import address_of, message_of, token_of
from eventapp.programme.models.weeks import Week
from tests.builders import make_week
from tests.conftest import Client

FROM, TO = "Week <week@host.example>", "wang@guest.example"


def make_news(week: Week, kind: MailKind = MailKind.NEWS) -> Message:
    message = put(
        "mailing.sent",
        to_address=TO,
        to_name="Wang",
        language="en",
        subject="News",
        text="Dear Wang,\n\nCome early.\n",
        week_id=week.id,
        kind=kind,
    )
    db.session.commit()
    return message


def test_news_say_how_to_do_without_them_and_essential_mails_do_not(
    client: Client,
) -> None:
    assert client
    week, settings = make_week(), current()
    news, place = make_news(week), make_news(week, MailKind.ESSENTIAL)
    config.use(replace(settings, address="https://week.university-of-opole.example"))
    try:
        mail = compose(news, FROM)
        raw = mail.as_bytes().decode()
        address = address_of(news)
        essential = compose(place, FROM)
    finally:
        config.use(settings)

    assert f"List-Unsubscribe: <{address}/at-once>\r\n" in raw
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert f"Tell us here:\n{address}\n" in mail.get_content().replace("\r\n", "\n")
    assert essential["List-Unsubscribe"] is None
    assert message_of(token_of(place)) is None


def test_one_press_in_a_mail_program_ends_this_kind_without_a_session(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = make_week()
    path = f"/mails/{token_of(make_news(week))}"
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", value=True)
    other = "x" if path[-1] != "x" else "y"

    assert client.get(f"{path}/at-once").location == path
    assert unwanted_kinds(TO, week.id) == set(), "looking changes nothing"
    answer = client.post(f"{path}/at-once", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 204
    assert unwanted_kinds(TO, week.id) == {MailKind.NEWS}
    assert client.post(f"{path[:-1]}{other}/at-once").status_code == 404


def test_whoever_did_without_wants_them_again(client: Client) -> None:
    week = make_week()
    path = f"/mails/{token_of(make_news(week))}"
    page = client.get(path).text
    assert "to w…@guest.example" in page
    assert TO not in page
    assert page.count(" checked") == 3
    assert "Send me no more of: News from the organisers" in page
    others = re.findall(r'type="hidden" name="kind" value="(\w+)"', page)
    assert others == ["reminder", "invitation"]  # what its one button keeps

    answer = client.post(path, data={"kind": ["news"]}, follow_redirects=True)
    assert "Saved." in answer.text
    assert unwanted_kinds(TO, week.id) == {MailKind.REMINDER, MailKind.INVITATION}

    client.post(path, data={"kind": ["news", "reminder", "invitation"]})
    assert unwanted_kinds(TO, week.id) == set()
