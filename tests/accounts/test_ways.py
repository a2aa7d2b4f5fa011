"""What views ask of whoever wants to enter, and what pages offer them."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, render_template_string

from eventapp.accounts.access import may_go
from eventapp.accounts.visitors import let_in
from eventapp.accounts.vocabulary import Right, Role, Standing
from eventapp.accounts.ways import Entrance
from tests.builders import make_session, make_week
from tests.conftest import Client
from tests.web.world import act_in

SPRING, AUTUMN = "spring", "autumn"


@pytest.mark.parametrize(
    ("entrance", "slug", "method", "admits"),
    [
        (Entrance(Right.READ), SPRING, "GET", True),
        (Entrance(Right.READ), AUTUMN, "GET", False),
        (Entrance(Right.READ), None, "GET", False),
        (Entrance(Right.READ, in_some_week=True), None, "GET", True),
        (Entrance(Right.READ, everywhere=True), SPRING, "GET", False),
        (Entrance(Right.READ, to_change=Right.MANAGE), SPRING, "GET", True),
        (Entrance(Right.READ, to_change=Right.MANAGE), SPRING, "POST", False),
        (Entrance(Right.READ, to_change=Right.PLAN), SPRING, "POST", True),
        (Entrance(Right.MANAGE, in_some_week=True), None, "GET", False),
    ],
)
def test_an_editor_of_one_week_enters_what_its_editors_may(
    entrance: Entrance, slug: str | None, method: str, admits: Any
) -> None:
    week = uuid4()
    editor = Standing(None, {week: Role.EDITOR}, {SPRING: week})

    assert entrance.admits(editor, slug, method) is admits


def test_a_refusal_says_who_can(client: Client) -> None:
    week = make_week(SPRING)
    act_in(client, week, Role.READER)

    told = {
        client.get("/organise/spring/journal").text.partition("Only ")[2][:30],
        client.post("/organise/spring/releases").text.partition("Only ")[2][:30],
        client.get("/organise/accounts").text.partition("Only ")[2][:30],
    }

    assert told == {
        "organisers of this week can do",
        "editors and organisers of this",
        "administrators can do this. As",
    }


def test_a_page_offers_no_button_that_only_refuses(app: Flask, client: Client) -> None:
    week = make_week(SPRING)
    drawn = """{% from "components/form.html" import button_link, post_button %}
    {{- button_link("Events", "/organise/spring/events?only=drafts") }}
    {{- button_link("Journal", "/organise/spring/journal") }}
    {{- button_link("Elsewhere", "https://week.example/organise/spring/journal") }}
    {{- post_button("Publish", "/organise/spring/releases") }}"""
    offered = {}

    for role in (Role.READER, Role.EDITOR, Role.ORGANISER):
        account = act_in(client, week, role)
        with app.test_request_context():
            let_in(make_session(account))
            page = render_template_string(drawn)
            words = ("Events", "Journal", "Elsewhere", "Publish")
            offered[role] = [word for word in words if word in page]
            assert may_go("/organise/spring/nothing-of-ours")

    assert offered == {
        Role.READER: ["Events", "Elsewhere"],
        Role.EDITOR: ["Events", "Elsewhere", "Publish"],
        Role.ORGANISER: ["Events", "Journal", "Elsewhere", "Publish"],
    }
