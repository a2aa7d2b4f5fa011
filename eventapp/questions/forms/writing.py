"""The forms in which organisers write sections and questions."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, HiddenField, ValidationError
from wtforms import Form as PlainForm

from eventapp.files.vocabulary import FileKind
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.programme.models.weeks import Week
from eventapp.questions import words
from eventapp.questions.form import (
    DOCUMENTS,
    LARGEST_FILE,
    MOST_OCTETS,
    FormPart,
    FormQuestion,
    Limits,
    Option,
    Wording,
)
from eventapp.questions.plans import QuestionPlan, SectionPlan
from eventapp.questions.vocabulary import QuestionKind, Readers
from eventapp.web.fields import LARGEST, Count, Pick, Picks, member, words_of
from eventapp.web.forms import Form
from eventapp.web.texts import Texts

MEGA = 1_000_000
EMPTY_ROWS = 2
MOST_OPTIONS = 100
MOST_FILES = 10
LONGEST = 10_000
COUNTED = {
    QuestionKind.SHORT_TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.NUMBER,
    QuestionKind.SOME,
    QuestionKind.FILES,
}


class Seen(Form):
    """A form that knows which state of the row its writer has seen."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision that was shown."""
        text = self.revision.data or ""
        return int(text) if text.isdigit() and len(text) < len(str(LARGEST)) else 0


class SectionForm(Seen):
    """A section of the form."""

    title = Texts(_("Title"), needed=_("Enter a title in one language at least."))
    introduction = Texts(_("Introduction"), most=3000, lines=4)

    def offer(self, week: Week) -> "SectionForm":
        """Ask for the languages of the week."""
        self.title.speak(week.languages)
        self.introduction.speak(week.languages)
        return self

    def show(self, part: FormPart) -> None:
        """Fill in what is written."""
        self.title.show(part.title)
        self.introduction.show(part.introduction)
        self.revision.data = str(part.revision)

    def plan(self, before: FormPart | None = None) -> SectionPlan:
        """What was written."""
        return SectionPlan(
            self.title.text(before.title if before else None),
            self.introduction.text_or_none(before.introduction if before else None),
        )


class OptionRow(PlainForm):
    """One answer to choose from; without words it is no answer."""

    key = HiddenField()
    words = Texts(_("Answer"), most=300)


class QuestionForm(Seen):
    """A question of the form; which fields matter depends on its kind."""

    kind = Pick(_("Kind of question"))
    label = Texts(
        _("Question"),
        most=500,
        needed=_("Enter the question in one language at least."),
    )
    hint = Texts(_("Help below the question"), most=1000, lines=2)
    options = FieldList(FormField(OptionRow), max_entries=MOST_OPTIONS)
    least = Count(_("At least"))
    most = Count(_("At most"))
    megabytes = Count(_("Largest file, in MB"), least=1, most=LARGEST_FILE // MEGA)
    kinds = Picks(_("Kinds of files"))
    is_required = BooleanField(_("An answer is needed"))
    readers = Pick(_("Who may read the answers"))
    purpose = Pick(
        _("Kept for"),
        description=_("When this purpose ends, the answers are deleted."),
    )
    sensitive = BooleanField(
        _("It tells of health or belief"),
        description=_("Delegates agree to such questions separately."),
    )

    def offer(self, week: Week) -> "QuestionForm":
        """Offer kinds, readers and purposes; ask for the languages of the week."""
        self.tags = week.languages
        self.label.speak(week.languages)
        self.hint.speak(week.languages)
        self.kind.offer(words_of(words.KINDS))
        self.readers.offer(words_of(words.READERS))
        self.purpose.offer(words_of(words.PURPOSES))
        self.kinds.choices = words_of(words.FILE_KINDS)
        self._speak()
        return self

    @property
    def chosen_kind(self) -> QuestionKind:
        """The kind whose fields are shown."""
        known = {kind.value for kind in QuestionKind}
        return QuestionKind(self.kind.data if self.kind.data in known else "short_text")

    @property
    def has_count(self) -> bool:
        """Whether “at least” or “at most” means something."""
        return self.chosen_kind in COUNTED

    def begin(self, kind: QuestionKind) -> None:
        """An empty question of this kind."""
        self.kind.data = kind.value
        self.readers.data = Readers.OFFICE.value
        self.purpose.data = Purpose.TAKING_PART.value
        self.kinds.data = [one.value for one in DOCUMENTS]
        self.megabytes.data = MOST_OCTETS // MEGA
        self.make_room()

    def show(self, question: FormQuestion) -> None:
        """Fill in what is written."""
        wording, limits = question.wording, question.wording.limits
        self.kind.data = wording.kind.value
        self.label.show(wording.label)
        self.hint.show(wording.hint)
        self._set_options([(one.key, one.words) for one in wording.options])
        self.least.data, self.most.data = limits.least, limits.most
        self.megabytes.data = max(1, limits.octets // MEGA)
        self.kinds.data = [one.value for one in limits.kinds]
        self.is_required.data = question.is_required
        self.readers.data = question.readers.value
        self.purpose.data = question.purpose.value
        self.sensitive.data = question.sensitivity is Sensitivity.SENSITIVE
        self.revision.data = str(question.revision)
        self.make_room()

    def rearrange(self, wish: str) -> None:
        """Move an answer (`up-2`, `down-1`), or make room for more."""
        rows = self._rows()
        way, _dash, place = wish.partition("-")
        if way in {"up", "down"} and place.isdigit() and int(place) < len(rows):
            here = int(place)
            there = here - 1 if way == "up" else here + 1
            if 0 <= there < len(rows):
                rows[here], rows[there] = rows[there], rows[here]
        self._set_options([row for row in rows if row[1]])
        self.make_room()

    def make_room(self) -> None:
        """Some empty rows, for more answers."""
        if self.chosen_kind.has_options:
            for _row in range(EMPTY_ROWS):
                self.options.append_entry({"key": "", "words": {}})
        self._speak()

    def validate_most(self, field: Count) -> None:
        """Not less than the least."""
        if None not in {field.data, self.least.data} and (field.data or 0) < (
            self.least.data or 0
        ):
            raise ValidationError(_("Enter a number that is not below “at least”."))
        if self.chosen_kind is QuestionKind.FILES and (field.data or 1) > MOST_FILES:
            raise ValidationError(_("Take at most %(most)s files.", most=MOST_FILES))

    def validate_kinds(self, field: Picks) -> None:
        """At least one sort of files."""
        if self.chosen_kind is QuestionKind.FILES and not field.data:
            raise ValidationError(_("Choose one kind of files at least."))

    def plan(self, before: FormQuestion | None = None, used: int = 0) -> QuestionPlan:
        """What was written; new answers are numbered from `used` on."""
        wording = before.wording if before else None
        kind = self.chosen_kind
        is_files = kind is QuestionKind.FILES
        return QuestionPlan(
            Wording(
                kind,
                self.label.text(wording.label if wording else None),
                self.hint.text_or_none(wording.hint if wording else None),
                self._options(wording, used) if kind.has_options else (),
                Limits(
                    self.least.data if self.has_count else None,
                    self.most.data if self.has_count else None,
                    (self.megabytes.data or 1) * MEGA if is_files else MOST_OCTETS,
                    tuple(FileKind(one) for one in self.kinds.data or ())
                    if is_files
                    else DOCUMENTS,
                ),
            ),
            bool(self.is_required.data),
            member(Readers, self.readers),
            member(Purpose, self.purpose),
            Sensitivity.SENSITIVE if self.sensitive.data else Sensitivity.ORDINARY,
        )

    def _options(self, before: Wording | None, used: int) -> tuple[Option, ...]:
        known = {one.key: one.words for one in before.options} if before else {}
        found, number = [], used
        for key, said in self._rows():
            if not said:
                continue
            if key not in known:
                number += 1
                key = f"a{number}"  # noqa: PLW2901 - of a new answer
            others = {
                tag: text
                for tag, text in known.get(key, {}).items()
                if tag not in self.tags
            }
            found.append(Option(key, Localised({**others, **said})))
        return tuple(found)

    def _rows(self) -> list[tuple[str, Localised]]:
        return [
            (row.form.key.data or "", row.form.words.text()) for row in self.options
        ]

    def _set_options(self, rows: Iterable[tuple[str, Localised]]) -> None:
        while self.options.entries:
            self.options.pop_entry()
        self.options.last_index = -1
        for key, said in rows:
            self.options.append_entry({"key": key, "words": dict(said)})
        self._speak()

    def _speak(self) -> None:
        for row in self.options:
            row.form.words.speak(self.tags)
