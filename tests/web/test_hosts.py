"""Whatever host a request claims, no answer leads there."""

import pytest
from flask import Flask

from tests.conftest import Client
from tests.web.test_hostile import EVERYBODY, readable
from tests.web.world import become, make_world

CLAIMED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}


@pytest.mark.parametrize("roles", [(), EVERYBODY], ids=["nobody", "everybody"])
def test_no_page_and_no_document_names_the_host_of_the_request(
    app: Flask, client: Client, roles: tuple[str, ...]
) -> None:
    world = make_world()
    become(client, world, *roles)
    wrong = []

    for rule in readable(app.url_map.iter_rules()):
        answer = client.get(world.address(app, rule), headers=CLAIMED)
        if b"evil.example" in answer.data or "evil.example" in str(answer.headers):
            wrong.append(rule.rule)

    assert wrong == []


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/weeks/spring", "/weeks/spring/"),
        ("/weeks/spring?lang=en&q=%2F", "/weeks/spring/?lang=en&q=%2F"),
        ("/weeks//evil.example", "/weeks/evil.example/"),
    ],
)
def test_an_address_that_is_nearly_right_leads_on_here(
    client: Client, asked: str, leads_to: str
) -> None:
    answer = client.get(asked, headers=CLAIMED)

    assert (answer.status_code, answer.headers["Location"]) == (308, leads_to)
    assert b"evil.example" not in answer.data.replace(b"/weeks/evil.example", b"")


def test_a_host_that_cannot_be_one_is_refused_in_words(client: Client) -> None:
    refused = client.get("/", headers={"Host": "x" * 3000})

    assert refused.status == "400 BAD REQUEST"
    assert refused.text == "We could not read this request.\n"
