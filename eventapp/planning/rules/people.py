"""People: expected in two places at once."""

from collections.abc import Iterator

from flask_babel import gettext as _

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of_both, name, title
from eventapp.programme.vocabulary import Part


def two_places(survey: Survey) -> Iterator[Clash]:
    """Somebody with parts in two events at once; a contact need not be there."""
    present = {
        event.id: {
            part.person_id
            for part in event.parts
            if part.person_id and part.part is not Part.CONTACT
        }
        for event in survey.placed
    }
    for one, other in survey.overlapping:
        both = present[one.id] & present[other.id]
        if not both or survey.share_place(one, other):
            continue
        for key in sorted(both):
            sentence = _(
                "%(name)s is expected at “%(one)s” and at “%(other)s”: %(hours)s.",
                name=name(survey.persons[key]),
                one=title(one),
                other=title(other),
                hours=hours_of_both(survey, one, other),
            )
            events = (one.id, other.id)
            yield Clash(Level.IMPOSSIBLE, Rule.TWO_PLACES, events, (key,), sentence)
