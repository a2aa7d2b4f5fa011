"""The run of show as one form: a row for each cue, and what is done to the rows."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, StringField

from eventapp.programme.models.people import Person
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.models import Cue
from eventapp.run_of_show.plans import LONGEST, SHORTEST, TEXTS, Cast, CuePlan
from eventapp.run_of_show.queries import Acting, choice_of
from eventapp.web.fields import Count, Given, Hour, Pick, Picks
from eventapp.web.forms import Fits, Form, as_uuid
from eventapp.web.texts import Texts

MOST_ROWS = 100
ROW = re.compile(r"[0-9]{1,4}", re.ASCII)
NEW_MINUTES = 5


class CueForm(Form):
    """One row: a cue."""

    class Meta(Form.Meta):
        """The whole run has one token."""

        csrf = False

    key = HiddenField()
    what = Texts(_("What happens"), most=300, needed=_("Say what happens."))
    minutes = Count(
        _("Minutes"), [Given(_("Enter the minutes."))], least=SHORTEST, most=LONGEST
    )
    begins = Hour(_("Fixed start"), description=_("Empty: after the cue before."))
    least_minutes = Count(
        _("At least"),
        least=SHORTEST,
        most=LONGEST,
        description=_("If it can be made shorter: how short, in minutes."),
    )
    slides = StringField(_("Slides"), [Fits(100)], description=_("For example: 3–7."))
    props = Texts(_("Props"), most=300)
    notes = Texts(_("Notes for the crew"), most=600, lines=2)
    people = Picks(_("People of this event"))
    other = Pick(_("Somebody else"))

    row: str
    cast: Sequence[Acting] = ()

    def offer(
        self, tags: Sequence[str], cast: Sequence[Acting], others: Sequence[Person]
    ) -> "CueForm":
        """Ask in these languages; offer these people, in parts or without."""
        for field in (self.what, self.props, self.notes):
            field.speak(tags)
        self.cast = cast
        self.people.choices = [(one.value, str(one.person.name)) for one in cast]
        named = [(choice_of(one.id, None), str(one.name)) for one in others]
        self.other.offer(named, str(_("Nobody else")))
        return self

    def show(self, plan: CuePlan) -> "CueForm":
        """Fill in what is decided."""
        self.key.data = str(plan.id) if plan.id else ""
        for field, text in (
            (self.what, plan.what),
            (self.props, plan.props),
            (self.notes, plan.notes),
        ):
            field.show(text)
        self.minutes.data, self.least_minutes.data = plan.minutes, plan.least_minutes
        self.begins.data, self.slides.data = plan.begins, plan.slides
        self.people.data = [choice_of(who.person_id, who.part) for who in plan.cast]
        self.other.data = ""
        return self

    @property
    def known(self) -> UUID | None:
        """The key of the cue that it shows; None for a new one."""
        return as_uuid(self.key.data)

    @property
    def has_error_inside(self) -> bool:
        """Whether something is wrong in the part that opens."""
        return bool(set(self.errors) - {"what", "minutes"})

    def plan(self, before: Cue | None) -> CuePlan:
        """What was decided; texts in other languages stay."""
        return CuePlan(
            what=self.what.text(before.what if before else None),
            minutes=self.minutes.data or SHORTEST,
            id=self.known,
            least_minutes=self.least_minutes.data,
            begins=self.begins.data,
            slides=self.slides.data or None,
            props=self.props.text_or_none(before.props if before else None),
            notes=self.notes.text_or_none(before.notes if before else None),
            cast=tuple(_cast([*(self.people.data or ()), self.other.data])),
        )

    def sketch(self) -> Cue:
        """The cue as it is typed, to be timed before it is saved."""
        return Cue(
            what=self.what.data,
            minutes=self.minutes.data or 0,
            begins=self.begins.data,
        )

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then both numbers of minutes together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        least, most = self.least_minutes.data, self.minutes.data
        if least and most and least > most and not self.least_minutes.errors:
            self.least_minutes.errors = [_("Enter at most the minutes of the cue.")]
            return False
        return fits


class RunForm(Form):
    """The version that was read, and the rows."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version which the organiser saw; 0: none was there."""
        text = self.version.data or ""
        return int(text) if ROW.fullmatch(text) else 0


class LinkForm(Form):
    """Whether the presider's link may press."""

    may_press = BooleanField(_("The presider may press “next” and “back”"))


class Problems:
    """What is wrong in all rows, as an error summary reads it."""

    form_errors: tuple[str, ...] = ()

    def __init__(self, rows: Sequence[CueForm]) -> None:
        self.rows = rows

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong, by row."""
        return {row.row: row.errors for row in self.rows if row.errors}

    def __iter__(self) -> Iterator[Field]:
        for row in self.rows:
            yield from row


def blank(row: str) -> CueForm:
    """A row in which nothing is typed."""
    form = CueForm(formdata=None, prefix=f"c{row}-")
    form.row = row
    form.minutes.data = NEW_MINUTES
    form.people.data, form.other.data = [], ""
    return form


def typed() -> list[CueForm]:
    """The rows as they were sent, in their order."""
    rows = [row for row in request.form.getlist("row") if ROW.fullmatch(row)]
    forms = []
    for row in list(dict.fromkeys(rows))[:MOST_ROWS]:
        form = CueForm(prefix=f"c{row}-")
        form.row = row
        forms.append(form)
    return forms


def rearranged(rows: Sequence[CueForm], what: str) -> list[CueForm]:
    """The rows after a press of one of their buttons: "up:3", "insert:4", "add:"."""
    deed, _colon, row = what.partition(":")
    left = list(rows)
    at = next((n for n, form in enumerate(left) if form.row == row), len(left))
    if deed in {"insert", "add"} and len(left) < MOST_ROWS:
        free = max((int(form.row) for form in left), default=0) + 1
        left.insert(at, blank(str(free)))
    elif at == len(left):
        return left
    elif deed == "remove":
        left.pop(at)
    elif deed in {"up", "down"}:
        left.insert(max(0, at + (1 if deed == "down" else -1)), left.pop(at))
    return left


def plan_of_cue(cue: Cue, cast: Sequence[Acting]) -> CuePlan:
    """A saved cue as it is shown in its row."""
    return CuePlan(
        **{name: getattr(cue, name) for name in TEXTS},
        id=cue.id,
        cast=tuple(Cast(who.person.id, who.part) for who in cast),
    )


def _cast(values: Sequence[str | None]) -> Iterator[Cast]:
    for value in dict.fromkeys(values):
        key, _colon, part = (value or "").partition(":")
        person = as_uuid(key)
        if person is not None:
            yield Cast(person, Part(part) if part else None)
