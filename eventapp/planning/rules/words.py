"""The words for levels and rules."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.planning.rules.outcome import Level, Rule

LEVELS = {
    Level.IMPOSSIBLE: lazy_gettext("Impossible"),
    Level.DOUBTFUL: lazy_gettext("Doubtful"),
    Level.NOTICE: lazy_gettext("Notice"),
}
RULES = {
    Rule.ROOM_TAKEN: lazy_gettext("Venue taken twice"),
    Rule.COACH_TAKEN: lazy_gettext("Coach taken twice"),
    Rule.TWO_PLACES: lazy_gettext("Person in two places"),
    Rule.INTERPRETER_TWICE: lazy_gettext("Interpreter in two places"),
    Rule.SIGNATORY_ELSEWHERE: lazy_gettext("Signatory expected elsewhere"),
    Rule.OUTSIDE_WHOLE: lazy_gettext("Part outside its whole"),
    Rule.INTERPRETER_MISSING: lazy_gettext("Interpreter missing"),
    Rule.INTERPRETER_LANGUAGE: lazy_gettext("Interpreter without the language"),
    Rule.ROOM_SMALL: lazy_gettext("Venue too small"),
    Rule.COACH_SMALL: lazy_gettext("Coach too small"),
    Rule.OVERBOOKED: lazy_gettext("Too many delegates"),
    Rule.VENUE_CLOSED: lazy_gettext("Venue closed"),
    Rule.NO_TIME_TO_WALK: lazy_gettext("No time for the way"),
    Rule.PLACE_ELSEWHERE: lazy_gettext("Person with a place elsewhere"),
    Rule.LINK_SHARED: lazy_gettext("Joining link used twice"),
    Rule.PLACES_OVERLAP: lazy_gettext("Places at the same time"),
    Rule.OUTSIDE_WEEK: lazy_gettext("Outside the week"),
    Rule.NOBODY_PRESIDES: lazy_gettext("Nobody presides"),
    Rule.NOBODY_SIGNS: lazy_gettext("Nobody signs"),
    Rule.TO_BE_NAMED: lazy_gettext("Somebody to be named"),
    Rule.NO_LINK: lazy_gettext("Joining link missing"),
    Rule.STEPS: lazy_gettext("Steps in the way"),
}
