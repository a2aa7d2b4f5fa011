"""What every template keeps to."""

import re

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from tests.house.tree import read, sources

NAMES = [
    name.removeprefix("templates/")
    for name in [*sources("templates", ".html"), *sources("templates", ".txt")]
]
HTML = [name for name in NAMES if name.endswith(".html")]
PAGES = [
    name
    for name in HTML
    if not name.startswith(("layouts/", "components/", "mail/")) and "/_" not in name
]
COMPONENTS = [name for name in HTML if name.startswith("components/")]
SHEETS = sources("static", ".css")
UNSAFE_FORM = re.compile(
    r"<form\b[^>]*?\bmethod=\"post\".*?</form>", re.IGNORECASE | re.DOTALL
)
INLINE = re.compile(
    r"<style\b|\sstyle=|<script\b(?![^>]*\bsrc=)|\son(?!ly=)[a-z]+=|javascript:",
    re.IGNORECASE,
)
RAW = re.compile(r"\|\s*safe\b|{%\s*autoescape")
# They draw what stands in the template itself.
MAY_DRAW = {"checkin/_screen.html", "components/icon.html"}
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|source|video|audio|iframe)\b[^>]*"
    r"\b(?:src|href)=\"(?:https?:)?//",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def texts() -> str:
    """Everything that may name a template."""
    parts = [read(name) for name in sources("eventapp", ".py")]
    return "\n".join(parts + [_source(name) for name in NAMES])


def test_every_template_compiles_and_undefined_names_are_errors(app: Flask) -> None:
    for name in NAMES:
        app.jinja_env.get_template(name)

    assert app.jinja_env.undefined is StrictUndefined


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_in_a_layout(name: str) -> None:
    assert re.search(r'{% extends "layouts/\w+\.html" %}', _source(name))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_title(name: str) -> None:
    assert "{% set title" in _source(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_macros_only(name: str) -> None:
    text = re.sub(r"{#.*?#}", "", _source(name), flags=re.DOTALL)
    macros = re.compile(r"{%-?\s*macro\b.*?endmacro\b.*?%}", re.DOTALL)
    around = re.compile(r"{%-?\s*(?:from|import|set)\b.*?%}", re.DOTALL)

    assert macros.search(text)
    assert around.sub("", macros.sub("", text)).strip() == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_used(name: str, texts: str) -> None:
    """By its name, or as one of a series: `f"registration/{step}.html"`."""
    folder, _, last = name.rpartition("/")
    series = rf'f"{re.escape(folder)}/{{\w+}}\.html"'
    step = f'"{last.removesuffix(".html")}"'

    assert f'"{name}"' in texts or (re.search(series, texts) and step in texts)


def test_every_unsafe_form_carries_a_token() -> None:
    bare = {
        name: form[:80]
        for name in HTML
        for form in UNSAFE_FORM.findall(_source(name))
        if "hidden_tag()" not in form and "csrf_field()" not in form
    }

    assert bare == {}


@pytest.mark.parametrize("name", HTML)
def test_nothing_is_inline(name: str) -> None:
    assert INLINE.findall(_source(name)) == []


def test_nothing_passes_unescaped() -> None:
    passing = {name for name in HTML if RAW.search(_source(name))}

    assert passing <= MAY_DRAW


@pytest.mark.parametrize("name", HTML)
def test_no_page_asks_another_host(name: str) -> None:
    assert FROM_ELSEWHERE.findall(_source(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_asks_another_host_or_carries_data(name: str) -> None:
    assert (
        re.findall(r"(?:@import|url\(\s*[\"']?(?:https?:|//|data:))", read(name)) == []
    )


def _source(name: str) -> str:
    return read(f"templates/{name}")
