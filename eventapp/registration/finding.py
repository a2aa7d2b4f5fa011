"""Institutions that fit what somebody typed into the step of their institution."""

from collections.abc import Sequence

from eventapp.institutions import queries as directory
from eventapp.institutions.models import Institution
from eventapp.registration.forms.identity import InstitutionForm
from eventapp.web.filters import listing

SHORTEST_SEARCH = 2
MOST_FOUND = 8


def found_institutions(search: str, territory: str | None) -> Sequence[Institution]:
    """Institutions that fit; everywhere when none in the chosen place does."""
    words = search.replace("\0", "")[:300]
    if len(words.strip()) < SHORTEST_SEARCH:
        return []
    place = (territory or "").replace("\0", "")
    near = directory.matching(words, territory=place, most=MOST_FOUND)
    if near or not place:
        return near
    return directory.matching(words, most=MOST_FOUND)


def offer_found(
    form: InstitutionForm, known: Institution | None
) -> Sequence[Institution]:
    """Let the form offer what fits, with the institution that is known."""
    found = found_institutions(form.search.data or "", form.place)
    if known and form.search.data == str(known.name) and known not in found:
        found = [known, *found]
    if form.search.data:
        form.find(found)
    return found


def where(institution: Institution) -> str:
    """Where an institution is, beside its name."""
    place = institution.territory.label if institution.territory else None
    return listing((institution.city, place))
