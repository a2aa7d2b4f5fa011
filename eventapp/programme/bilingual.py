"""The same content in two languages at once: for a booklet, for a screen in a hall."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from eventapp.kernel import i18n
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week

AT_ONCE = 2  # languages beside each other; three cannot be read


class Text(NamedTuple):
    """A text, and the language in which it is written."""

    text: str
    tag: str


@dataclass(frozen=True)
class Voice:
    """One language of a bilingual content."""

    tag: str

    def text(self, value: Localised | None) -> Text | None:
        """A text of organisers, in this language or in the one that there is."""
        if not value:
            return None
        tag, chosen = value.chosen(self.tag)
        return Text(chosen, tag)

    def plain(self, value: Localised | None) -> str:
        """The same as a string, to stand inside a sentence of ours."""
        return value.chosen(self.tag)[1] if value else ""

    def word(self, ours: object) -> Text | None:
        """Words of ours; English where the interface does not speak the language."""
        said = str(ours)
        return Text(said, i18n.spoken().tag) if said else None


def tags_of(week: Week, asked: str | None = None) -> tuple[str, ...]:
    """The languages to show: those asked for by their tags, else a week's first two."""
    known = week.languages or (i18n.DEFAULT.tag,)
    wanted = [tag for tag in dict.fromkeys((asked or "").split(",")) if tag in known]
    return tuple((wanted or known)[:AT_ONCE])


def in_languages(tags: Sequence[str], build: Callable[[Voice], Any]) -> Any:  # noqa: ANN401 - whatever `build` makes
    """What `build` makes, in which each `Text` is a list: one text per language.

    A text that says the same in both languages stands once. `build` must make the
    same shape in every language.
    """
    versions = []
    for tag in tags:
        with i18n.speaking(tag):
            versions.append(build(Voice(tag)))
    return _side_by_side(versions)


def _side_by_side(versions: Sequence[Any]) -> Any:  # noqa: ANN401 - as `in_languages`
    first = versions[0]
    if isinstance(first, Text):
        unique: dict[str, Text] = {}
        for one in versions:
            unique.setdefault(one.text, one)
        return list(unique.values())
    if isinstance(first, Mapping):
        return {key: _side_by_side([one[key] for one in versions]) for key in first}
    if isinstance(first, list | tuple):
        return [_side_by_side(group) for group in zip(*versions, strict=True)]
    return first
