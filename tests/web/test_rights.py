"""Every address, for every role: in its own week, and in another one."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from eventapp.accounts.queries import standing_of
from eventapp.accounts.vocabulary import Right, Role, Standing
from eventapp.accounts.ways import Entrance
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_event, make_person, make_registration, make_week
from tests.conftest import Client, on_sqlite
from tests.web.world import World, act_in, make_world

NAME = "Zyxwa Unseen"  # a delegate's
QUIETLY = {"Accept": "application/json"}  # a refusal without its page
PLACES = re.compile(r'<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]+)"[^>]*>')

# Who may look, in the week of the address; written down twice, here and at the views.
LOOKING = {
    "/organise/spring/": "administrator organiser editor reader",
    "/organise/spring/events": "administrator organiser editor reader",
    "/organise/spring/releases": "administrator organiser editor",
    "/organise/spring/registrations": "administrator organiser",
    "/organise/spring/journal": "administrator organiser",
    "/organise/spring/desks": "administrator organiser supervisor",
    "/organise/accounts": "",
    "/organise/new": "",
    "/organise/": "administrator organiser editor reader",
    "/desk/": "administrator organiser supervisor steward",
    "/desk/weeks/spring/board": "administrator organiser supervisor",
}


@pytest.fixture
def rules(app: Flask) -> Sequence[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def the_week(slug: str = "spring") -> Week:
    return db.session.scalars(select(Week).where(Week.slug == slug)).one()


def guarded(app: Flask, rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, str]]:
    """The addresses of the office and of desks, each way to ask, and who may."""
    for rule in rules:
        audience = getattr(app.view_functions[rule.endpoint], "__audience__", "")
        if audience.partition(",")[0] in set(Right) or audience.startswith("desk:"):
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                yield rule, method, audience


def may_enter(
    app: Flask, standing: Standing, rule: Rule, method: str, audience: str
) -> bool:
    if audience.startswith("desk:"):
        at_desk = audience == "desk:supervisor"
        right = Right.SUPERVISE if at_desk else Right.CHECK_IN
        return standing.may_somewhere(right)
    entrance = getattr(app.view_functions[rule.endpoint], "__entrance__", None)
    assert isinstance(entrance, Entrance)
    slug = "spring" if "slug" in rule.arguments else None
    return entrance.admits(standing, slug, method)


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_a_role_in_its_week_enters_nothing_else(
    app: Flask, client: Client, rules: Sequence[Rule], role: Role
) -> None:
    world = make_world()
    standing = standing_of(act_in(client, the_week(), role))

    entered = [
        (method, rule.rule)
        for rule, method, audience in guarded(app, rules)
        if not may_enter(app, standing, rule, method, audience)
        and answers(app, client, world, rule, method) != 403
    ]
    looking = {
        address
        for address, roles in LOOKING.items()
        if role.value in roles.split()
        or client.get(address, headers=QUIETLY).status_code != 403
    }

    assert entered == []
    assert looking == {
        address for address, roles in LOOKING.items() if role.value in roles.split()
    }


@on_sqlite
def test_who_may_do_all_in_one_week_may_do_nothing_in_another(
    app: Flask, client: Client, rules: Sequence[Rule]
) -> None:
    world = make_world(name=PersonName(NAME))
    make_week("autumn")
    act_in(client, the_week("autumn"), Role.ADMINISTRATOR)

    reached = []
    for rule, method, audience in guarded(app, rules):
        answer = client.open(world.address(app, rule), method=method, headers=QUIETLY)
        entrance = getattr(app.view_functions[rule.endpoint], "__entrance__", None)
        assert entrance is not None, rule.rule
        is_shared = entrance.in_some_week and audience in set(Right)  # the directory
        names_a_row = any("_id" in name or name == "slug" for name in rule.arguments)
        if names_a_row and not is_shared and answer.status_code not in {403, 404}:
            reached.append((method, rule.rule, answer.status_code))
        assert NAME not in answer.text, rule.rule
        assert "spring" not in answer.text or "slug" in rule.arguments, rule.rule

    assert reached == []


@on_sqlite
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.SUPERVISOR])
def test_no_page_offers_what_it_would_refuse(
    app: Flask, client: Client, rules: Sequence[Rule], role: Role
) -> None:
    world = make_world(name=PersonName(NAME))
    standing = standing_of(act_in(client, the_week(), role))
    adapter = app.url_map.bind("")
    opened, offered = 0, set()

    for rule, method, audience in guarded(app, rules):
        if method == "POST" or not may_enter(app, standing, rule, method, audience):
            continue
        answer = client.get(world.address(app, rule))
        assert answer.status_code != 403, rule.rule
        if answer.mimetype != "text/html":
            continue
        opened += 1
        if audience in {Right.READ, Right.PLAN}:
            assert NAME not in answer.text, rule.rule
        for tag in PLACES.finditer(answer.text):
            path = unescape(tag[1]).partition("?")[0].partition("#")[0]
            asked = "POST" if 'method="post"' in tag[0] else "GET"
            if not path.startswith("/") or not adapter.test(path, asked):
                continue
            endpoint, values = adapter.match(path, asked)
            view = app.view_functions[endpoint]
            told = getattr(view, "__audience__", "")
            entrance = getattr(view, "__entrance__", None)
            if entrance and not entrance.admits(standing, values.get("slug"), asked):
                offered.add((rule.rule, asked, endpoint))
            if told.startswith("desk:"):
                right = Right.SUPERVISE if told[5:] == "supervisor" else Right.CHECK_IN
                if not standing.may_somewhere(right):
                    offered.add((rule.rule, asked, endpoint))

    assert opened > 10
    assert offered == set()


def answers(
    app: Flask, client: FlaskClient, world: World, rule: Rule, method: str
) -> int:
    address = world.address(app, rule)
    return client.open(address, method=method, headers=QUIETLY).status_code


def test_an_editor_changes_no_person_of_another_week(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    free, own, shared = (make_person(name) for name in ("Ann", "Bo", "Cy"))
    assign(make_event(spring), [PartPlan(Part.SPEAKER, own.id)])
    for week in (spring, autumn):
        assign(make_event(week), [PartPlan(Part.SPEAKER, shared.id)])
    pages = [f"/organise/people/{one.id}" for one in (free, own, shared)]

    told = {}
    for role in (Role.EDITOR, Role.ORGANISER):
        act_in(client, spring, role)
        told[role] = [client.get(page).status_code for page in pages]

    assert told == {Role.EDITOR: [200, 200, 403], Role.ORGANISER: [200, 200, 200]}


def test_names_that_delegates_typed_are_seen_in_their_weeks_alone(
    client: Client,
) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    typed = {"institution_id": None, "status": RegistrationStatus.SUBMITTED}
    mine = make_registration(spring, proposed_institution="Spring College", **typed)
    there = make_registration(autumn, proposed_institution="Autumn College", **typed)
    pages = [f"/organise/institutions/proposed/{one.id}" for one in (mine, there)]
    act_in(client, spring, Role.ORGANISER)

    listed = client.get("/organise/institutions/proposed").text

    assert "Spring College" in listed
    assert "Autumn College" not in listed
    assert [client.get(page).status_code for page in pages] == [200, 404]
