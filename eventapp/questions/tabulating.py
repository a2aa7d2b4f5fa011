"""Answers in columns and in counts, each in the words that were shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from eventapp.questions.form import FormQuestion, Wording
from eventapp.questions.showing import words_of_answer
from eventapp.questions.vocabulary import QuestionKind

COUNTABLE = frozenset(
    {
        QuestionKind.YES_NO,
        QuestionKind.ONE,
        QuestionKind.SOME,
        QuestionKind.PLACE,
        QuestionKind.LANGUAGES,
        QuestionKind.NUMBER,
        QuestionKind.DATE,
        QuestionKind.HOUR,
        QuestionKind.AGREEMENT,
    }
)
Places = Callable[[], Mapping[str, str]]
Grouped = Iterable[tuple[tuple[str, ...], int, int]]  # values, version, how many


@dataclass(frozen=True)
class Bar:
    """One answer with how many people gave it."""

    words: str
    count: int


@dataclass(frozen=True)
class Tally:
    """How one question was answered."""

    question: FormQuestion
    people: int
    bars: tuple[Bar, ...]  # none: every answer is another one


def tally(
    question: FormQuestion,
    grouped: Grouped,
    wordings: Mapping[int, Wording],
    places: Places,
) -> Tally:
    """The counts of a question; options that nobody chose are among them."""
    counts: Counter[str] = Counter()
    people = 0
    if question.kind in COUNTABLE:
        for option in question.wording.options:
            counts[str(option.words)] = 0
    for values, version, number in grouped:
        people += number
        wording = wordings[version]
        if wording.kind in COUNTABLE:
            for one in values:
                counts[words_of_answer((one,), wording, places)] += number
    bars = sorted(counts.items(), key=lambda pair: -pair[1])
    if question.kind.has_options:
        bars = list(counts.items())  # in the order of the form
    return Tally(question, people, tuple(Bar(*pair) for pair in bars))
