"""Who reaches the office: nobody without an account, nobody with too small a role."""

import pytest

from eventapp.accounts.vocabulary import Role
from tests.builders import make_week
from tests.conftest import Client

BRANCHES = (
    "",
    "live",
    "registrations",
    "delegations",
    "delegations/new",
    "events",
    "events/new",
    "venues",
    "venues/new",
    "venues/walks",
    "clashes",
    "outbox",
    "journal",
    "jobs",
    "settings",
    "invitations",
    "privacy",
    "privacy/record",
)
EVERYWHERE = (
    "/organise/",
    "/organise/institutions",
    "/organise/institutions/new",
    "/organise/institutions/proposed",
    "/organise/institutions/territories",
)
ACCOUNTS = ("/organise/accounts", "/organise/accounts/invite")


def every_address() -> list[str]:
    week = make_week("spring")
    return [
        *EVERYWHERE,
        *ACCOUNTS,
        *(f"/organise/{week.slug}/{branch}" for branch in BRANCHES),
    ]


def test_a_stranger_is_asked_to_sign_in_and_comes_back_afterwards(
    client: Client,
) -> None:
    for address in every_address():
        answer = client.get(address)

        assert answer.status_code == 302, address
        assert answer.location.startswith("/account/sign-in?next=/organise/"), address


def test_a_steward_may_not_enter_the_office(client: Client) -> None:
    client.sign_in(Role.STEWARD)

    found = {address: client.get(address).status_code for address in every_address()}

    assert set(found.values()) == {403}


def test_an_organiser_reads_everything_but_the_accounts(client: Client) -> None:
    client.sign_in(Role.ORGANISER)

    found = {address: client.get(address).status_code for address in every_address()}

    assert {address for address, code in found.items() if code == 403} == set(ACCOUNTS)
    assert {code for code in found.values() if code != 403} == {200}


def test_an_administrator_reads_everything(client: Client) -> None:
    client.sign_in(Role.ADMINISTRATOR)

    found = {address: client.get(address).status_code for address in every_address()}

    assert set(found.values()) == {200}


@pytest.mark.parametrize("page", ["0x1", "-1", "9" * 50, "1.5", "٣"])
def test_a_page_that_is_no_number_is_not_found(client: Client, page: str) -> None:
    make_week("spring")
    client.sign_in()

    for branch in ("registrations", "outbox", "journal"):
        address = f"/organise/spring/{branch}"
        assert client.get(address, query_string={"page": page}).status_code == 404


@pytest.mark.parametrize(
    "words", ["\0", "\ud800", "%", "_", "'" * 300, "x" * 5000, "\u202e\u0000"]
)
def test_hostile_words_are_looked_for_and_harm_nothing(
    client: Client, words: str
) -> None:
    make_week("spring")
    client.sign_in()
    sent = words.encode("utf-8", "surrogatepass")

    for branch in ("registrations", "outbox", "journal", "events"):
        address = f"/organise/spring/{branch}"
        assert client.get(address, query_string={"q": sent}).status_code == 200
    assert (
        client.get("/organise/institutions", query_string={"q": sent}).status_code
        == 200
    )


def test_a_week_that_is_not_there_is_not_found(client: Client) -> None:
    client.sign_in()

    assert client.get("/organise/nowhere/").status_code == 404
    assert client.get("/organise/nowhere/events").status_code == 404


def test_the_page_of_weeks_shows_those_that_are_not_public_yet(client: Client) -> None:
    make_week("spring", is_public=False)
    client.sign_in()

    page = client.get("/organise/").text

    assert "/organise/spring/" in page
    assert "The office alone" in page
