"""When a question is asked: rules about earlier answers and about the person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventapp.questions.vocabulary import Comparison, Joined, Subject

Given = Mapping[UUID, tuple[str, ...]]  # answers by question
Outlook = bool | dict[str, Any]  # known, or what the page itself must look at
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Circumstances:
    """What rules may know about a person, besides the answers."""

    kind: str | None = None
    institution_type: str | None = None
    place: str | None = None
    is_member: bool = False
    is_companion: bool = False

    def of(self, subject: Subject) -> tuple[str, ...]:
        """What is known about one subject, as values of answers."""
        known = {
            Subject.KIND: self.kind,
            Subject.INSTITUTION_TYPE: self.institution_type,
            Subject.PLACE: self.place,
            Subject.MEMBER: YES if self.is_member else NO,
            Subject.COMPANION: YES if self.is_companion else NO,
        }[subject]
        return (known,) if known else ()


@dataclass(frozen=True)
class Rule:
    """One comparison."""

    subject: Subject
    comparison: Comparison
    values: tuple[str, ...] = ()
    question_id: UUID | None = None

    def holds(self, circumstances: Circumstances, given: Given) -> bool:
        """Whether it is so; what was not asked counts as not answered."""
        found: tuple[str, ...] = (
            given.get(self.question_id, ())
            if self.question_id
            else circumstances.of(self.subject)
        )
        if self.comparison is Comparison.ANSWERED:
            return bool(found)
        meets = not {one.casefold() for one in found}.isdisjoint(
            one.casefold() for one in self.values
        )
        return meets is (self.comparison is Comparison.ANY_OF)

    def written(self) -> dict[str, Any]:
        """For the database."""
        return {
            "subject": self.subject.value,
            "comparison": self.comparison.value,
            "values": list(self.values),
            "question": str(self.question_id) if self.question_id else None,
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Rule":
        """From the database."""
        return cls(
            Subject(written["subject"]),
            Comparison(written["comparison"]),
            tuple(written["values"]),
            UUID(written["question"]) if written["question"] else None,
        )


@dataclass(frozen=True)
class Condition:
    """Several rules, of which all or any must hold; without any, it always holds."""

    rules: tuple[Rule, ...] = ()
    joined: Joined = Joined.ALL

    def __bool__(self) -> bool:
        return bool(self.rules)

    def holds(self, circumstances: Circumstances, given: Given) -> bool:
        """Whether the question is asked."""
        held = (rule.holds(circumstances, given) for rule in self.rules)
        if not self.rules:
            return True
        return all(held) if self.joined is Joined.ALL else any(held)

    def outlook(
        self, circumstances: Circumstances, given: Given, here: Collection[UUID]
    ) -> Outlook:
        """What it depends on where the answers to `here` may still change."""
        rules: list[Outlook] = [
            {
                "question": rule.question_id.hex,
                "comparison": rule.comparison.value,
                "values": list(rule.values),
            }
            if rule.question_id in here and rule.question_id
            else rule.holds(circumstances, given)
            for rule in self.rules
        ]
        decides = self.joined is Joined.ANY  # one that holds is enough
        if not rules or all(isinstance(one, bool) for one in rules):
            return self.holds(circumstances, given)
        if decides in rules:
            return decides
        return {"joined": self.joined.value, "rules": rules}

    def needs(self, subject: Subject) -> bool:
        """Whether a rule looks at this."""
        return any(rule.subject is subject for rule in self.rules)

    def written(self) -> dict[str, Any] | None:
        """For the database; nothing where there are no rules."""
        if not self.rules:
            return None
        rules = [rule.written() for rule in self.rules]
        return {"joined": self.joined.value, "rules": rules}

    @classmethod
    def read(cls, written: Mapping[str, Any] | None) -> "Condition":
        """From the database."""
        if not written:
            return cls()
        rules = tuple(Rule.read(one) for one in written["rules"])
        return cls(rules, Joined(written["joined"]))
