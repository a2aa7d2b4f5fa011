"""Where the pages of one registration are."""

from flask import url_for

from eventapp.registration.answers import STEPS
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying

FIRST_STEP = 2  # after the address
ALL_STEPS = FIRST_STEP + len(STEPS) - 1


def next_step(registration: Registration) -> str:
    """The first step whose answers are missing, else the last one."""
    return next(iter(applying.missing_steps(registration)), STEPS[-1])


def step_address(registration: Registration, step: str) -> str:
    """The page of one step."""
    return url_for(
        "registration.answer",
        slug=registration.week.slug,
        step=step,
        registration=registration.id,
    )


def home(registration: Registration, part: str | None = None) -> str:
    """The page of the whole registration, or a part of it."""
    return url_for("registration.show", registration_id=registration.id, _anchor=part)
