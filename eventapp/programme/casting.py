"""How the people of an event differ, in the reader's words."""

from collections.abc import Iterator

from flask_babel import gettext as _

from eventapp.kernel.i18n import Localised
from eventapp.programme.difference import Difference, or_nothing
from eventapp.programme.naming import Names
from eventapp.programme.plans import PartPlan
from eventapp.programme.when import language_name
from eventapp.programme.words import part_word


def of_people(
    was: list[PartPlan], now: list[PartPlan], names: Names
) -> Iterator[Difference]:
    """Who was added and removed, and who stands in the place of another."""
    gone, come = _without(was, now), _without(now, was)
    if not gone and not come and was != now:
        yield Difference(_("Order of the people"), None, None, "people")
    for follows in (_is_same_person, _has_same_role):
        for old in list(gone):
            new = next((one for one in come if follows(old, one)), None)
            if new is not None:
                gone.remove(old)
                come.remove(new)
                yield _replaced(old, new, names)
    for old in gone:
        label = _("%(part)s removed", part=role_of(old))
        yield Difference(label, _person(old, names), None, "people")
    for new in come:
        label = _("%(part)s added", part=role_of(new))
        yield Difference(label, None, _person(new, names), "people")


def role_of(part: PartPlan) -> str:
    """What somebody does in an event: Interpreter (Chinese into English)."""
    word = part_word(part.part)
    tags = [tag for tag in (part.from_language, part.into_language) if tag]
    if not tags:
        return word
    spoken_there = [language_name(tag) for tag in tags]
    if len(tags) == 1:
        return _("%(part)s (%(language)s)", part=word, language=spoken_there[0])
    one, two = spoken_there
    return _("%(part)s (%(source)s into %(target)s)", part=word, source=one, target=two)


def _without(some: list[PartPlan], others: list[PartPlan]) -> list[PartPlan]:
    left, present = [], list(others)
    for one in some:
        if one in present:
            present.remove(one)
        else:
            left.append(one)
    return left


def _is_same_person(old: PartPlan, new: PartPlan) -> bool:
    is_named = old.person_id is not None and old.person_id == new.person_id
    return is_named and old.part is new.part


def _has_same_role(old: PartPlan, new: PartPlan) -> bool:
    return role_of(old) == role_of(new)


def _replaced(old: PartPlan, new: PartPlan, names: Names) -> Difference:
    if old.person_id != new.person_id:
        return Difference(
            role_of(old), _person(old, names), _person(new, names), "people"
        )
    if role_of(old) != role_of(new):
        return Difference(
            names.person(new.person_id), role_of(old), role_of(new), "people"
        )
    label = _("Office of %(name)s", name=names.person(new.person_id))
    was, office = (str(_office(one, names) or "") for one in (old, new))
    return Difference(label, or_nothing(was), or_nothing(office), "people")


def _person(part: PartPlan, names: Names) -> str:
    name = names.person(part.person_id)
    office = _office(part, names)
    return _("%(name)s, %(office)s", name=name, office=office) if office else name


def _office(part: PartPlan, names: Names) -> Localised | None:
    return part.office or names.office(part.person_id)
