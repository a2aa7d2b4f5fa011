"""What the page of one delegate shows of answers, and where they are changed."""

from flask import url_for
from flask_babel import lazy_gettext

from eventapp.dashboard.form_answers import readers_for
from eventapp.questions.queries import whole_form_of
from eventapp.registration.models.registrations import Registration
from eventapp.registration.showing import answered_parts
from eventapp.registration.steps import walk_in

TITLES = {
    "name": lazy_gettext("About the delegate"),
    "institution": lazy_gettext("Institution"),
    "stay": lazy_gettext("Stay"),
    "needs": lazy_gettext("What to prepare"),
}


def own_answers(registration: Registration) -> dict[str, object]:
    """Answers to the week's own questions, and links to change them."""
    whole = whole_form_of(registration.week_id)
    walk = walk_in(whole.living, registration)
    return {
        "parts": answered_parts(
            registration,
            whole,
            asked=walk.asked,
            readers=readers_for(registration.week_id),
        ),
        "open_parts": {part.id for part in walk.parts},
        "change_links": {
            str(word): url_for(
                "dashboard.edit_answers",
                slug=registration.week.slug,
                registration_id=registration.id,
                step=step,
            )
            for step, word in TITLES.items()
        },
    }
