"""Sign-on by OpenID Connect, with a provider that really checks and signs."""

import re
import time as machine
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select

from eventapp.accounts import factor_queries, signing_on
from eventapp.accounts.factors import SignOnLink
from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.providers import Provider, read_providers
from eventapp.accounts.service import stepping
from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db
from eventapp.variables import ConfigurationError
from tests.accounts.provider import CLIENT, SECRET, OpenProvider, Persona, open_provider
from tests.accounts.test_proving import with_app
from tests.builders import make_account
from tests.conftest import Client, StoppedClock

BEGIN = "/account/sign-on/campus"
OFFICE = "/organise/"
WHOLE = '[a]\nlabel="A"\nclient_id="b"\nissuer="https://i.example"'
ANNA = {
    "sub": "anna-1",
    "email": "Anna@Host.Example",
    "email_verified": True,
    "name": "Anna Nowak",
}


@pytest.fixture(scope="module")
def running() -> Iterator[OpenProvider]:
    with open_provider() as provider:
        yield provider


@pytest.fixture
def campus(app: Flask, running: OpenProvider) -> Iterator[OpenProvider]:
    """The provider, known to the application; nothing of another test is left."""
    before = app.extensions[signing_on.EXTENSION]
    running.persona = Persona(dict(ANNA))
    running.told, running.asked, running.shown_keys = {}, [], [running.key]
    knows(app, running)
    yield running
    app.extensions[signing_on.EXTENSION] = before


def knows(app: Flask, running: OpenProvider, **settings: Any) -> None:
    values: dict[str, Any] = {
        "key": "campus",
        "label": "Campus account",
        "issuer": running.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    provider = Provider(**(values | settings))
    app.extensions[signing_on.EXTENSION] = signing_on.SignOns(app, [provider])


def come_back(client: Client, begin: str = BEGIN, **params: str) -> Any:
    """Go to the provider, where somebody signs in, and come back."""
    there = client.get(begin)
    assert there.status_code == 302, there.text
    answer = requests.get(there.location, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    sent = {name: values[0] for name, values in parse_qs(back.query).items()}
    return client.get(back.path, query_string=sent | params)


def link_own(client: Client) -> Any:
    """Press the button of the own page that links."""
    page = client.get("/account/factors/").text
    found = re.search(rf'href="({BEGIN}/link\?key=[^"]+)"', page)
    assert found, page
    return come_back(client, found[1])


def says(client: Client, answer: Any) -> str:
    """What the page says to which a refused sign-on leads."""
    assert answer.status_code == 302
    assert client.get(OFFICE).status_code == 302, "somebody was let in"
    return client.get(answer.location).text


def test_a_verified_address_finds_its_account_and_the_subject_stays(
    client: Client, campus: OpenProvider
) -> None:
    anna = make_account(address="anna@host.example")
    assert "Sign in with Campus account" in client.get("/account/sign-in").text

    answer = come_back(client, f"{BEGIN}?next=/organise/institutions")

    assert answer.location == "/organise/institutions"
    assert client.get(OFFICE).status_code == 200
    asked = campus.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["nonce"]
    assert asked["state"]
    link = db.session.scalars(select(SignOnLink)).one()
    assert (link.subject, link.account_id) == ("anna-1", anna.id)
    client.post("/account/sign-out")
    campus.persona.claims |= {"email": "anna@elsewhere.example"}
    assert come_back(client).location == OFFICE


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "yes"},
        {"email": "somebody@else.example"},
    ],
)
def test_an_address_that_is_not_verified_or_not_known_opens_nothing(
    client: Client, campus: OpenProvider, claims: dict[str, Any]
) -> None:
    make_account(address="anna@host.example")
    campus.persona.claims |= claims

    assert "there is no account for you here" in says(client, come_back(client))


def test_a_successor_with_the_same_address_does_not_come_in(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")
    come_back(client)
    client.post("/account/sign-out")
    campus.persona.claims |= {"sub": "another person"}

    assert "there is no account for you here" in says(client, come_back(client))


def test_a_disabled_account_is_not_opened_by_a_link(
    client: Client, campus: OpenProvider
) -> None:
    anna = make_account(address="anna@host.example")
    come_back(client)
    anna.is_enabled = False
    assert campus

    assert "there is no account for you here" in says(client, come_back(client))


def test_only_domains_that_a_provider_speaks_for_are_trusted(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")
    knows(client.application, campus, domains=frozenset({"campus.example"}))

    assert "there is no account for you here" in says(client, come_back(client))


@pytest.mark.parametrize(
    "told",
    [
        {"iss": "https://evil.example"},
        {"aud": ["another site"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "of another question"},
        {"exp": 1_000_000},
        {"iat": 4_000_000_000},
    ],
    ids=lambda told: next(iter(told)) + str(len(told)),
)
def test_a_token_that_was_not_made_for_this_question_lets_nobody_in(
    client: Client, campus: OpenProvider, told: dict[str, Any]
) -> None:
    make_account(address="anna@host.example")
    campus.told = told

    assert "The sign-on did not succeed." in says(client, come_back(client))


def test_a_token_signed_with_another_key_lets_nobody_in(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")
    campus.shown_keys = [RSAKey.generate_key(2048, {"kid": "now"})]

    assert "The sign-on did not succeed." in says(client, come_back(client))


def test_an_answer_without_our_question_lets_nobody_in(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")

    forged = come_back(client, state="forged")
    assert "The sign-on did not succeed." in says(client, forged)
    other = come_back(client, iss="https://evil.example")
    assert "The sign-on did not succeed." in says(client, other)
    unasked = client.get(f"{BEGIN}/back", query_string={"code": "x", "state": "y"})
    assert "The sign-on did not succeed." in says(client, unasked)
    assert campus


def test_an_answer_is_taken_once(client: Client, campus: OpenProvider) -> None:
    make_account(address="anna@host.example")
    there = client.get(BEGIN)
    answer = requests.get(there.location, allow_redirects=False, timeout=5)
    back = answer.headers["Location"].partition("week.example")[2]
    assert client.get(back).location == OFFICE
    client.post("/account/sign-out")

    assert "The sign-on did not succeed." in says(client, client.get(back))
    assert campus


def test_where_the_provider_asked_once_our_second_step_follows(
    client: Client, campus: OpenProvider, time: StoppedClock
) -> None:
    anna = make_account(address="anna@host.example")
    db.session.commit()
    with_app(anna, time)
    assert come_back(client).location == "/account/second-step"
    assert client.get(OFFICE).status_code == 302

    campus.persona.amr = ["pwd", "mfa"]

    assert come_back(client).location == OFFICE
    assert db.session.scalars(select(AccountSession.is_strong)).all() == [True]
    assert stepping.needs_second_step(anna)


def test_a_provider_may_make_accounts_and_its_groups_give_roles(
    client: Client, campus: OpenProvider
) -> None:
    roles = {"office": Role.ORGANISER, "guides": Role.STEWARD}
    knows(client.application, campus, makes_accounts=True, roles=roles)
    campus.persona.claims |= {"groups": ["guides", "office", "choir"]}

    assert come_back(client).location == OFFICE
    made = db.session.scalars(select(Account)).one()
    assert (made.address, made.name, made.role, made.password_hash) == (
        "anna@host.example",
        "Anna Nowak",
        Role.ORGANISER,
        None,
    )
    client.post("/account/sign-out")
    campus.persona.claims |= {"groups": ["choir"]}
    come_back(client)
    db.session.refresh(made)
    assert made.role is None
    assert client.get(OFFICE).status_code == 403


def test_groups_never_take_the_last_administrator_away(
    client: Client, campus: OpenProvider
) -> None:
    roles = {"heads": Role.ADMINISTRATOR}
    knows(client.application, campus, makes_accounts=True, roles=roles)
    campus.persona.claims |= {"groups": ["heads"]}
    come_back(client)
    campus.persona.claims |= {"groups": []}

    come_back(client)

    only = db.session.scalars(select(Account)).one()
    assert only.role is Role.ADMINISTRATOR
    make_account(Role.ADMINISTRATOR)
    come_back(client)
    db.session.refresh(only)
    assert only.role is None


def test_who_signs_out_here_is_led_to_sign_out_there(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")
    come_back(client)

    answer = client.post("/account/sign-out", follow_redirects=True)

    assert "Sign out at Campus account" in answer.text
    assert f"{campus.issuer}/out?client_id={CLIENT}" in answer.text
    assert client.get(OFFICE).status_code == 302


def test_groups_change_no_role_of_an_account_that_was_made_here(
    client: Client, campus: OpenProvider
) -> None:
    anna = make_account(address="anna@host.example", role=Role.STEWARD)
    knows(client.application, campus, roles={"office": Role.ADMINISTRATOR})
    campus.persona.claims |= {"groups": ["office"]}

    come_back(client)

    assert anna.role is Role.STEWARD


def test_an_own_account_is_linked_and_unlinked(
    client: Client, campus: OpenProvider
) -> None:
    own = client.sign_in()
    campus.persona.claims |= {"email": "other@address.example"}
    assert link_own(client).location == "/account/factors/"
    assert "Campus account" in client.get("/account/factors/").text

    client.post(f"{BEGIN}/unlink")

    assert not factor_queries.links_of(own.id)
    client.post("/account/sign-out")
    assert "there is no account for you here" in says(client, come_back(client))


def test_before_linking_one_proves_who_one_is_and_presses_again(
    client: Client, time: StoppedClock, campus: OpenProvider
) -> None:
    client.sign_in()
    time.advance(minutes=16)

    answer = client.get(f"{BEGIN}/link?key=any")

    # A form that led on to the provider would be stopped by our own policy.
    assert answer.location == "/account/prove?next=/account/factors/&again=1"
    assert not campus.asked


def test_nobody_is_led_to_link_from_another_site(
    client: Client, campus: OpenProvider
) -> None:
    client.sign_in()
    own_page = client.get("/account/factors/")

    forged = client.get(f"{BEGIN}/link"), client.get(f"{BEGIN}/link?key=forged")

    assert f"{BEGIN}/link?key=" in own_page.text
    assert [one.location for one in forged] == ["/account/factors/"] * 2
    assert not campus.asked


def test_a_sign_on_of_another_account_is_not_taken_over(
    client: Client, campus: OpenProvider
) -> None:
    make_account(address="anna@host.example")
    come_back(client)
    client.post("/account/sign-out")
    own = client.sign_in()
    assert campus

    answer = link_own(client)

    assert "belongs to another account" in client.get(answer.location).text
    assert not factor_queries.links_of(own.id)


def test_who_has_no_password_proves_it_again_at_the_provider(
    client: Client, campus: OpenProvider, time: StoppedClock
) -> None:
    knows(client.application, campus, makes_accounts=True)
    come_back(client)
    time.advance(minutes=16)
    fresh = "/account/factors/apps"
    assert (
        "Prove it with Campus account" in client.get(fresh, follow_redirects=True).text
    )
    assert client.post(f"{BEGIN}/unlink").location.startswith("/account/prove")

    campus.persona.authenticated_at = machine.time() - 3600
    come_back(client, f"{BEGIN}/prove?next={fresh}")
    assert client.get(fresh).status_code == 302
    campus.persona.authenticated_at = None
    assert come_back(client, f"{BEGIN}/prove?next={fresh}").location == fresh

    assert campus.asked[-1]["prompt"] == "login"
    assert client.get(fresh).status_code == 200
    only = client.post(f"{BEGIN}/unlink")
    assert only.status_code == 409


def test_a_provider_that_is_away_or_not_itself_is_told(
    client: Client, campus: OpenProvider
) -> None:
    knows(client.application, campus, issuer="http://127.0.0.1:9")
    assert "cannot be reached now" in says(client, client.get(BEGIN))

    knows(client.application, campus, issuer=f"{campus.issuer}/")
    assert "cannot be reached now" in says(client, client.get(BEGIN))
    assert client.get("/account/sign-on/nowhere").status_code == 404


def test_providers_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text(
        '[campus]\nlabel = "Campus"\nissuer = "https://id.host.example/"\n'
        'client_id = "week"\ndomains = ["Host.Example"]\nmakes_accounts = true\n'
        '[campus.roles]\noffice = "organiser"\n'
    )

    (campus,) = read_providers(file)

    assert read_providers(None) == ()
    assert campus.issuer == "https://id.host.example/"
    assert campus.client_secret is None
    assert campus.trusts("anna@HOST.example")
    assert campus.role_of(["choir", "office"]) is Role.ORGANISER


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "cannot be read"),
        ("[x", "cannot be read"),
        ('Campus = "x"', "short name"),
        ('[a]\nlabel="A"\nclient_id="b"', "needs issuer"),
        ('[a]\nlabel="A"\nclient_id="b"\nissuer="http://id.example"', "https://"),
        (f"{WHOLE}\nx=1", "has x"),
        (
            f'{WHOLE}\ndomains="b"',
            "is a list",
        ),
        (
            f'{WHOLE}\nscope="email"',
            "openid",
        ),
        (f'{WHOLE}\n[a.roles]\ng="boss"', "one of: administrator"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_a_sentence(
    tmp_path: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "oidc.toml"
    if content:
        file.write_text(content)

    with pytest.raises(ConfigurationError, match=sentence):
        read_providers(file)
