"""The organisers' pages, all of them: importing this registers every branch."""

from eventapp.accounts.words import role_deeds, role_word
from eventapp.dashboard import (
    accounts,
    answers,
    approving,
    badges,
    beginning,
    decisions,
    desks,
    form,
    form_answers,
    form_conditions,
    form_preview,
    form_usual,
    helping,
    institutions,
    inviting,
    journaling,
    long_work,
    overview,
    people,
    reactions,
    records,
    screens,
    settings,
    signs,
    staff,
    venues,
)
from eventapp.dashboard.field_words import field_word
from eventapp.dashboard.office import bp
from eventapp.dashboard.value_words import value_word
from eventapp.dashboard.words import action_word, look_word
from eventapp.jobs.words import job_kind_word, job_word
from eventapp.mail.words import message_word
from eventapp.programme.words import (
    event_status_word,
    registration_mode_word,
    venue_word,
)
from eventapp.registration.words import (
    access_word,
    delegate_word,
    diet_word,
    status_word,
)

__all__ = ["BRANCHES", "bp"]

BRANCHES = (
    answers,
    overview,
    decisions,
    approving,
    people,
    form,
    form_answers,
    form_conditions,
    form_preview,
    form_usual,
    venues,
    screens,
    signs,
    badges,
    beginning,
    desks,
    institutions,
    records,
    journaling,
    long_work,
    settings,
    accounts,
    inviting,
    staff,
)

bp.record_once(lambda state: helping.init_app(state.app))
reactions.connect()
for _say in (
    access_word,
    action_word,
    delegate_word,
    diet_word,
    event_status_word,
    field_word,
    job_kind_word,
    job_word,
    look_word,
    message_word,
    registration_mode_word,
    role_deeds,
    role_word,
    status_word,
    value_word,
    venue_word,
):
    bp.add_app_template_filter(_say)
