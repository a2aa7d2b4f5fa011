"""What every address keeps to."""

import re

from flask import Flask

from tests.house.tree import read, sources


def test_every_view_says_who_may_see_it(app: Flask) -> None:
    silent = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not getattr(view, "__audience__", None)
    }

    assert silent == set()


def test_no_address_can_be_counted_through(app: Flask) -> None:
    counted = {rule.rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule}

    assert counted == set()


def test_no_view_is_exempt_from_the_token() -> None:
    exempt = [
        name for name in sources("eventapp", ".py") if "csrf.exempt" in read(name)
    ]

    assert exempt == []


def test_every_address_in_a_template_or_a_view_exists(app: Flask) -> None:
    named = re.compile(r"""url_for\(\s*["']([\w]+\.[\w.]+)["']""")
    texts = [*sources("templates", ".html"), *sources("templates", ".txt")]
    wanted = {
        endpoint
        for name in [*texts, *sources("eventapp", ".py")]
        for endpoint in named.findall(read(name))
    }

    assert wanted - set(app.view_functions) == set()
