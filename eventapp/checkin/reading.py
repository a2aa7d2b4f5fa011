"""Answers to the week's own questions that desks may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp.checkin.duty import at_desk
from eventapp.checkin.post import LONGEST_CODE, bp, desk_at, event_at
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.questions.queries import form_of
from eventapp.questions.showing import words_of_answer
from eventapp.questions.vocabulary import QuestionKind, Readers
from eventapp.registration import answered, choices


@dataclass(frozen=True)
class GuestAnswers:
    """What one guest answered for the desks: each question with the answer."""

    guest: Guest
    lines: tuple[tuple[Localised, str], ...]


@bp.get("/<uuid:desk_id>/answers")
@at_desk(DeskRole.REGISTRATION)
def read_answers(desk_id: UUID) -> ResponseReturnValue:
    """What people answered to questions that are meant for desks."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    words = request.args.get("q", "")[:LONGEST_CODE]
    return render_template(
        "checkin/answers.html",
        desk=desk,
        event=event,
        words=words,
        found=answers_for_desks(desk.week, guests.people(event, words)),
    )


def has_questions_for_desks(week: Week) -> bool:
    """Whether desks may read any answers of this week."""
    return any(one.readers is Readers.DESK for one in form_of(week.id).questions)


def answers_for_desks(week: Week, guests: Sequence[Guest]) -> list[GuestAnswers]:
    """What these guests answered for the desks; files stay in the office."""
    asked = [
        one
        for one in form_of(week.id).questions
        if one.readers is Readers.DESK and one.kind is not QuestionKind.FILES
    ]
    given = answered.answers_of_many([guest.registration_id for guest in guests])
    return [
        GuestAnswers(
            guest,
            tuple(
                (
                    own.wording.label,
                    words_of_answer(own.values, own.wording, choices.places),
                )
                for one in asked
                if (own := given.get(guest.registration_id, {}).get(one.id))
            ),
        )
        for guest in guests
    ]
