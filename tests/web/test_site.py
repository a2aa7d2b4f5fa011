"""What every page has: headers, language, colours, static files, error pages."""

import pytest
from flask import Flask

from eventapp.app import create_app
from eventapp.config import current
from eventapp.kernel.i18n import Localised
from eventapp.web import assets
from eventapp.web.language import safe_next
from tests.builders import make_week
from tests.conftest import Client


def test_every_page_says_what_it_may_do(client: Client) -> None:
    for address in ("/", "/nowhere", "/account/sign-in", "/healthz"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=(self)" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("en-GB", "en"),
        ("pl,ru;q=0.5", "en"),
        ("pl, zh;q=0.4, en;q=0.3", "zh-Hans"),
        ("", "en"),
        ("\N{SNOWMAN};q=x,,;", "en"),
    ],
)
def test_the_browser_says_the_language_until_somebody_chooses(
    client: Client, accepted: str, language: str
) -> None:
    page = client.get(
        "/", headers={"Accept-Language": accepted.encode().decode("latin-1")}
    )

    assert f'<html lang="{language}"' in page.text


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/weeks/x?page=2", 'href="/weeks/x?page=2"'),
        ("http://localhost.other/weeks/x", ""),
        ("http://other.example//localhost/x", ""),
        ("http://localhost//other.example/x", ""),
        ("", ""),
    ],
)
def test_what_is_refused_leads_back_to_its_page(
    client: Client, referrer: str, back: str
) -> None:
    page = client.post("/weeks/x", headers={"Referer": referrer} if referrer else {})

    assert page.status_code >= 400
    assert (">Back<" in page.text) == bool(back)
    assert back in page.text
    assert ">Back<" not in client.get("/nowhere", headers={"Referer": referrer}).text


def test_the_language_switch_keeps_the_page(client: Client) -> None:
    answer = client.get("/language/zh-Hans?next=/weeks/x/?a=1")

    assert answer.headers["Location"] == "/weeks/x/?a=1"
    assert '<html lang="zh-Hans"' in client.get("/").text
    assert client.get("/language/xx").status_code == 404


def test_the_colours_are_chosen_without_script(client: Client) -> None:
    client.get("/theme/dark?next=/")

    assert 'data-theme="dark"' in client.get("/").text
    assert client.get("/theme/pink").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/a\nb",
        "//[",
        "\\\\evil.example",
        "",
        None,
    ],
)
def test_we_never_send_people_to_another_site(address: str | None) -> None:
    assert safe_next(address, "/home") == "/home"


def test_static_files_live_for_a_year_under_their_content(
    client: Client, app: Flask
) -> None:
    with app.test_request_context():
        address = assets.asset("css/app.css")

    kept = client.get(address, headers={"Accept-Encoding": "gzip"})
    old = client.get("/static/000000000000/css/app.css")

    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "gzip"
    assert kept.headers["Content-Type"] == "text/css; charset=utf-8"
    assert old.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "../wsgi.py",
        "%2e%2e/wsgi.py",
        "css",
        "css/none.css",
        "css/%00.css",
        "/etc/passwd",
    ],
)
def test_static_files_are_all_that_is_sent(client: Client, path: str) -> None:
    assert client.get(f"/static/000000000000/{path}").status_code in {308, 404}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/weeks/none/", 404),
        ("/weeks/\N{SNOWMAN}/", 404),
        ("/weeks/" + "x" * 5000 + "/", 404),
        ("/feeds/none.ics", 404),
        ("/desk/no-uuid/", 404),
        ("/me/enter/guess", 410),
    ],
)
def test_a_wrong_address_is_answered_in_words(
    client: Client, address: str, status: int
) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert answer.text.strip()


def test_error_pages_speak_the_readers_language(client: Client) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "zh-CN"})

    assert '<html lang="zh-Hans"' in page.text
    assert page.status_code == 404


def test_scripts_get_errors_as_json(client: Client) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})

    assert answer.get_json()["error"]["code"] == 404


def test_a_huge_body_is_refused(client: Client) -> None:
    answer = client.post("/account/sign-in", data={"address": "x" * 2_000_000})

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_form_without_its_key_is_refused_in_words(app: Flask) -> None:
    guarded = create_app(current())

    answer = guarded.test_client().post(
        "/account/sign-in", data={"address": "a@b.example"}
    )

    assert app.config["WTF_CSRF_ENABLED"] is False
    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_health_asks_the_database(client: Client) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_a_text_in_another_language_is_tagged(client: Client) -> None:
    make_week("spring", name=Localised({"zh-Hans": "合作伙伴周"}))

    page = client.get("/")

    assert '<span lang="zh-Hans">合作伙伴周</span>' in page.text


def test_a_nul_in_an_address_is_refused_on_both_databases(client: Client) -> None:
    assert client.get("/weeks/%00/").status_code in {400, 404}
