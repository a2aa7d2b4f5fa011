"""The form as a delegate would walk through it; nothing is kept."""

import json
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.forms.preview import PreviewForm
from eventapp.dashboard.office import bp
from eventapp.kernel import i18n
from eventapp.programme.access import week_at
from eventapp.questions import queries
from eventapp.questions.conditions import Given
from eventapp.questions.form import FormPart, WeekForm
from eventapp.questions.forms.page import PartPage
from eventapp.questions.showing import keeping
from eventapp.registration.asking import OFFERED
from eventapp.web.forms import OK, as_uuid

MOST_KEPT = 100_000  # characters of answers that go along from page to page


@bp.route("/<slug>/form/preview", methods=["GET", "POST"])
@requires(Right.MANAGE)
def preview_form(slug: str) -> ResponseReturnValue:
    """One section after the other, for a delegate of any kind and language."""
    week = week_at(slug)
    form = queries.form_of(week.id)
    choice = PreviewForm(request.args).offer()
    with i18n.speaking(choice.tag):
        given, part, status = _carried(form), None, 200
        known = choice.circumstances()
        part = _chosen(form, form.parts_with(form.asked(known, given)))
        asking = PartPage(form, part, known, given, OFFERED) if part else None
        if asking is not None and part is not None and request.method == "POST":
            sent = asking.read({})
            status = asking.form.status
            if sent is not None:
                given = {**given, **sent.values}
                if sent.is_complete:
                    part = _after(form.parts_with(form.asked(known, given)), part)
                asking = PartPage(form, part, known, given, OFFERED) if part else None
        if asking is not None and status == OK:
            asking.show({})
        shown = render_template(
            "dashboard/_preview.html",
            part=part,
            asking=asking,
            days=keeping.days(week),
            carried=json.dumps({str(key): values for key, values in given.items()}),
        )
    page = render_template(
        "dashboard/preview_form.html",
        week=week,
        choice=choice,
        parts=form.parts_with(form.asked(known, given)),
        part=part,
        shown=Markup(shown),  # noqa: S704 - our own template made it
        has_errors=status != OK,
        kept={name: value for name, value in request.args.items() if value},
    )
    return page, status


def _carried(form: WeekForm) -> Given:
    """The answers of the pages before, as the page itself carries them."""
    text = request.form.get("carried", "")[:MOST_KEPT]
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    found: dict[UUID, tuple[str, ...]] = {}
    for name, values in read.items():
        key = as_uuid(name)
        if key and form.question(key) and isinstance(values, list):
            found[key] = tuple(str(one) for one in values)
    return found


def _chosen(form: WeekForm, parts: tuple[FormPart, ...]) -> FormPart | None:
    key = as_uuid(request.values.get("section"))
    named = form.part(key) if key else None
    if named is not None and (request.method == "POST" or named in parts):
        return named
    return parts[0] if parts else None


def _after(parts: tuple[FormPart, ...], part: FormPart) -> FormPart | None:
    keys = [one.id for one in parts]
    place = keys.index(part.id) + 1 if part.id in keys else 0
    return parts[place] if place < len(parts) else None
