"""The people of an event, as organisers type them: any number of rows."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm
from wtforms import StringField, ValidationError

from eventapp.kernel.names import PersonName, language_of
from eventapp.planning.forms.known import Known
from eventapp.planning.service.casting import Cast
from eventapp.programme import words
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.people import PersonEntry
from eventapp.programme.vocabulary import Part
from eventapp.registration.choices import script_word, written_languages
from eventapp.web.fields import Pick, member, words_of
from eventapp.web.forms import Fits, Form
from eventapp.web.texts import Texts

ROW = re.compile(r"people-([0-9]{1,4})-(.+)", re.ASCII | re.DOTALL)
STEP = re.compile(r"(up|down|remove)-([0-9]{1,4})", re.ASCII)
EMPTY = [[("part", "")]]  # one row in which nothing was typed
MOST_ROWS = 100
NAMED = 4  # candidates in a sentence


class PartForm(PlainForm):
    """One person's part in an event."""

    class Meta(Form.Meta):
        """As all our forms, inside one that has the token."""

        csrf = False

    part = Pick(_("Part"))
    person = StringField(_("Person"), [Fits(500)])
    office = Texts(
        _("Office"),
        description=_("It is announced at this event."),
    )
    from_language = Pick(_("Interprets from"))
    into_language = Pick(_("Interprets into"))
    new_latin = StringField(_("Name in Latin letters"), [Fits(200)])
    new_native = StringField(_("Name in their own script"), [Fits(200)])
    new_language = Pick(_("Language of that name"))
    new_institution = StringField(_("Institution"), [Fits(300)])

    known: Known
    _key: UUID | None = None

    def offer(self, week: Week, tags: Iterable[str], known: Known) -> None:
        """Offer parts, persons, and the languages of interpreters."""
        self.known = known
        self.office.speak((*week.languages, *self.office.data))
        self.part.offer(words_of(words.PARTS), str(_("Choose the part")))
        spoken = {tag: script_word(tag) for tag in tags}
        for chosen in (self.from_language, self.into_language):
            own = {chosen.data: str(chosen.data)} if chosen.data else {}
            chosen.offer((own | spoken).items(), "—")
        self.new_language.offer(written_languages().items(), "—")

    def show(self, plan: PartPlan, known: Known) -> None:
        """Fill in what is planned."""
        self.part.data = plan.part.value
        self.person.data = known.label(plan.person_id)
        self.office.show(plan.office)
        self.from_language.data = plan.from_language or ""
        self.into_language.data = plan.into_language or ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: the row is not meant."""
        typed = (self.part, self.person, self.new_latin, self.new_native)
        return not any(one.data for one in typed) and not self.office.data

    @property
    def is_new(self) -> bool:
        """Whether a person is described whom nobody has entered yet."""
        return bool(self.new_latin.data or self.new_native.data)

    @property
    def is_interpreter(self) -> bool:
        """Whether languages matter."""
        has_languages = self.from_language.data or self.into_language.data
        return bool(has_languages) or self.part.data == Part.INTERPRETER

    def cast(self) -> Cast:
        """What was decided; after validation."""
        office = self.office.text_or_none()
        plan = PartPlan(
            part=member(Part, self.part),
            person_id=self._key,
            office=None if self.is_new else office,
            from_language=self.from_language.data or None,
            into_language=self.into_language.data or None,
        )
        if not self.is_new:
            return Cast(plan)
        latin, native = self.new_latin.data or "", self.new_native.data or None
        institution = self.known.institution(self.new_institution.data or "")
        name = PersonName(
            latin or native or "",
            native if latin else None,
            (self.new_language.data or language_of(native))
            if native and latin
            else None,
        )
        entry = PersonEntry(
            name, office, institution_id=institution.id if institution else None
        )
        return Cast(plan, entry)

    def validate_part(self, chosen: Any) -> None:  # noqa: ANN401 - wtforms
        """A person without a part is a slip."""
        if not chosen.data and not self.is_empty:
            raise ValidationError(_("Choose the part of this person."))

    def validate_person(self, typed: Any) -> None:  # noqa: ANN401 - wtforms
        """Find the one who is meant."""
        self._key = None
        if not typed.data:
            return
        if self.is_new:
            raise ValidationError(
                _("Choose a person, or describe a new one. Do not do both.")
            )
        found = self.known.found(typed.data)
        if len(found) == 1:
            self._key = found[0]
            return
        if not found:
            raise ValidationError(
                _("We know nobody of this name. Choose another one, or a new person.")
            )
        names = " / ".join(self.known.label(key) for key in found[:NAMED])
        raise ValidationError(
            _("This may be several persons: %(names)s. Choose one.", names=names)
        )

    def validate_new_institution(self, typed: Any) -> None:  # noqa: ANN401 - wtforms
        """Only one of the directory."""
        if typed.data and self.is_new and not self.known.institution(typed.data):
            raise ValidationError(_("Choose an institution of the list."))


def rearranged(typed: Mapping[str, Any], step: str = "") -> MultiDict[str, str]:
    """What was typed with the rows of people in another order, one more, one less.

    The rows are numbered anew; all other answers stay as they are.
    """
    rows: dict[int, list[tuple[str, str]]] = {}
    answers: list[tuple[str, str]] = []
    given = MultiDict(typed).items(multi=True)
    for name, text in given:
        if match := ROW.fullmatch(name):
            rows.setdefault(int(match[1]), []).append((match[2], text))
        elif not name.startswith("people-"):
            answers.append((name, text))
    ordered = _ordered([rows[number] for number in sorted(rows)], step) or EMPTY
    for number, row in enumerate(ordered[:MOST_ROWS]):
        answers += [(f"people-{number}-{name}", text) for name, text in row]
    return MultiDict(answers)


def _ordered(rows: list[Any], step: str) -> list[Any]:
    if step == "add":
        return [*rows, *EMPTY]
    match = STEP.fullmatch(step)
    if match is None or int(match[2]) >= len(rows):
        return rows
    at = int(match[2])
    rest = [*rows[:at], *rows[at + 1 :]]
    if match[1] == "remove":
        return rest
    to = max(0, at - 1) if match[1] == "up" else at + 1
    return [*rest[:to], rows[at], *rest[to:]]
