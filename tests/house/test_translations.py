"""Every sentence of ours, in every language."""

import re
import subprocess

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from eventapp.kernel.i18n import LANGUAGES
from tests.house.tree import ROOT, sources

CATALOGUES = [
    f"eventapp/translations/{language.locale}/LC_MESSAGES/messages.po"
    for language in LANGUAGES
    if language.locale != "en"
]
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]")
Key = tuple[str, str | None]


@pytest.fixture(scope="module")
def spoken() -> dict[Key, Message]:
    """What the code and the templates say, collected anew."""
    collected = ".cache/messages.pot"
    subprocess.run(["make", "--silent", collected], cwd=ROOT, check=True)
    return _messages(_catalogue(collected))


def test_there_is_a_catalogue_for_every_language_but_our_own() -> None:
    assert sources("eventapp/translations", ".po") == CATALOGUES


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_is_translated(name: str, spoken: dict[Key, Message]) -> None:
    catalogue = _catalogue(name)
    written = _messages(catalogue)

    assert not catalogue.fuzzy, "pybabel would not compile it"
    assert [
        key
        for key in spoken
        if key not in written or not all(_strings(written[key])) or written[key].fuzzy
    ] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_translated_that_nobody_says(
    name: str, spoken: dict[Key, Message]
) -> None:
    catalogue = _catalogue(name)

    assert set(_messages(catalogue)) - set(spoken) == set()
    assert catalogue.obsolete == {}


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_keeps_every_placeholder(name: str) -> None:
    assert [
        message.id
        for message in _messages(_catalogue(name)).values()
        if not _placeholders_kept(message)
    ] == []


def _placeholders_kept(message: Message) -> bool:
    """A plural may leave out the number where the language has one form."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {frozenset(PLACEHOLDER.findall(one)) for one in originals}
    return all(
        frozenset(PLACEHOLDER.findall(one)) in allowed for one in _strings(message)
    )


def _catalogue(name: str) -> Catalog:
    with (ROOT / name).open("rb") as file:
        return read_po(file)


def _messages(catalogue: Catalog) -> dict[Key, Message]:
    return {
        (
            message.id if isinstance(message.id, str) else message.id[0],
            message.context,
        ): (message)
        for message in catalogue
        if message.id
    }


def _strings(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or [""])
