"""What the pages of all steps share: whose answers, where to go, how to show."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.programme.access import week_or_404
from eventapp.programme.models.weeks import Week
from eventapp.registration import access, paths
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.steps import LAST, Walk, walk_of
from eventapp.registration.usual import asks_of
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.forms import as_uuid


def asked(slug: str) -> Registration | None:
    """The registration that the address names, else the one of this browser."""
    if "registration" not in request.args:
        return access.own_in(week_or_404(slug))
    key = as_uuid(request.args["registration"]) or abort(404)
    found = access.own_registration(key)  # with its week: one question, not two
    if found.week.slug != slug or not found.week.is_public:
        abort(404)
    return found


def is_on_the_way(registration: Registration) -> bool:
    """Whether the steps lead on to the last one."""
    is_draft = registration.status is RegistrationStatus.DRAFT
    return is_draft or applying.lacks_own_part(registration)


def onward(registration: Registration, step: str) -> ResponseReturnValue:
    """After saving: back to where the change began, or to the next step."""
    if not is_on_the_way(registration):
        flash(_("Saved."))
        return redirect(paths.home(registration))
    walk = walk_of(registration)
    if "check" in request.args:
        following = next(iter(walk.missing), LAST)
    else:
        following = walk.after(step)
    return redirect(paths.step_address(registration, following))


def page(
    registration: Registration,
    week: Week,
    step: str,
    form: object,
    walk: Walk | None = None,
    **more: object,
) -> str:
    """The page of one step, with its number and the way back."""
    walk = walk or walk_of(registration)
    leads_on = is_on_the_way(registration)
    name = "section" if step.startswith(paths.SECTION) else step
    return render_template(
        f"registration/{name}.html",
        registration=registration,
        week=week,
        form=form,
        back=_back(registration, walk, step),
        later=paths.home(registration),
        step=walk.number(step) if leads_on else None,
        is_on_the_way=leads_on,
        steps=walk.count,
        asks=asks_of(week),
        **more,
    )


def _back(registration: Registration, walk: Walk, step: str) -> str:
    if not is_on_the_way(registration):
        return paths.home(registration)
    before = LAST if "check" in request.args else walk.before(step)
    return (
        paths.step_address(registration, before) if before else paths.home(registration)
    )
