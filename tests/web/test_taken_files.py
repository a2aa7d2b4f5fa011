"""Files with people in them: asked for by a button, and noted with their rows."""

from flask import Flask
from sqlalchemy import select

from eventapp.badges.cards import issue_card
from eventapp.intake.models import PeopleFile
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import RegistrationStatus
from tests.conftest import Client
from tests.web.world import become, make_world

WITHOUT_PEOPLE = {
    "run_of_show.times",
    "run_of_show.printed",
    "exchange.failed",
    "letter_office.preview",  # of nobody
    "arrivals_office.sign",  # to be held up in a hall
    "dashboard.door_signs",
    "dashboard.table_plates",  # to stand on tables
}
BY_NAME = {"dashboard.export_answers"}
ENDS = (".csv", ".xlsx", ".pdf", ".zip", ":form>")


def test_who_takes_people_away_in_a_file_is_noted(app: Flask, client: Client) -> None:
    world = make_world()
    db.session.get_one(PeopleFile, world.arguments["file_id"]).report = {
        "head": ["name"],
        "failed": [{"number": 2, "cells": ["x"], "findings": []}],
        "warned": [],
    }
    delegation = db.session.get_one(Delegation, world.arguments["delegation_id"])
    delegation.status = RegistrationStatus.CONFIRMED
    issue_card(delegation.id)
    become(client, world, "administrator")
    taken = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/organise/")
        and (rule.rule.endswith(ENDS) or rule.endpoint in BY_NAME)
        and rule.endpoint not in WITHOUT_PEOPLE
    ]
    noted: dict[str, int] = {}

    for rule in taken:
        assert "GET" not in (rule.methods or ()), rule.endpoint
        before = set(db.session.scalars(select(Entry.id)))
        answer = client.post(world.address(app, rule))
        assert answer.status_code == 200, rule.endpoint
        assert "filename=" in answer.headers["Content-Disposition"]
        (line,) = db.session.scalars(select(Entry).where(Entry.id.not_in(before)))
        noted[rule.endpoint] = line.details["after"]["number"]

    assert len(noted) >= 8
    assert min(noted.values()) >= 1, noted
