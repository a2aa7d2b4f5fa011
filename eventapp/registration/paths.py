"""Where the pages of one registration are."""

from flask import url_for

from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.steps import LAST

SECTION = "section:"


def next_step(registration: Registration) -> str:
    """The first step whose answers are missing, else the last one."""
    return next(iter(applying.missing_steps(registration)), LAST)


def step_address(
    registration: Registration, step: str, check: int | None = None
) -> str:
    """The page of one step; `check` leads back to the last one."""
    if step.startswith(SECTION):
        return url_for(
            "registration.answer_section",
            slug=registration.week.slug,
            section_id=step.removeprefix(SECTION),
            registration=registration.id,
            check=check,
        )
    return url_for(
        "registration.answer",
        slug=registration.week.slug,
        step=step,
        registration=registration.id,
        check=check,
    )


def home(registration: Registration, part: str | None = None) -> str:
    """The page of the whole registration, or a part of it."""
    return url_for("registration.show", registration_id=registration.id, _anchor=part)
