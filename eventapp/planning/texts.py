"""All public texts of a week in all its languages: what is missing, written there."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.planning.errors import TextsChangedMeanwhile
from eventapp.planning.forms.texts import TextsForm, form_of
from eventapp.planning.office import bp
from eventapp.planning.queries.texts import Owner, OwnerKind, owners
from eventapp.planning.service.wording import change_texts
from eventapp.programme.access import week_at
from eventapp.programme.errors import EventChangedMeanwhile
from eventapp.programme.models.weeks import Week
from eventapp.web.addresses import here, neighbours, page_number
from eventapp.web.texts import language_word

PAGE = 30  # owners


@dataclass(frozen=True)
class Choice:
    """Which texts somebody wants to see."""

    kind: str
    language: str
    everything: bool

    def fits(self, owner: Owner, week: Week) -> bool:
        """Whether this is one of them."""
        if self.kind in set(OwnerKind) and owner.kind != self.kind:
            return False
        wanted = [self.language] if self.language in week.languages else week.languages
        return self.everything or bool(owner.missing(wanted))


@bp.get("/<slug>/texts")
@requires(Right.PLAN)
def texts(slug: str) -> ResponseReturnValue:
    """What is missing in which language, to be written right there."""
    week = week_at(slug)
    return _page(week, owners(week))


@bp.post("/<slug>/texts/<owner>")
@requires(Right.PLAN)
def write_texts(slug: str, owner: str) -> ResponseReturnValue:
    """Write the texts of one event, venue, person, or of the week."""
    week = week_at(slug)
    everything = owners(week)
    found = next((one for one in everything if one.name == owner), None) or abort(404)
    form = form_of(found, week.languages)
    if not form.validate_on_submit():
        return _page(week, everything, form, found), form.status
    try:
        change_texts(
            week,
            found.kind,
            found.key,
            form.written(found),
            seen=form.version.data or "",
            by=signed_in(),
        )
    except (EventChangedMeanwhile, TextsChangedMeanwhile) as refusal:
        form.form_errors.append(str(refusal))
        everything = owners(week)
        found = next((one for one in everything if one.name == owner), found)
        form.version.data, form.version.raw_data = found.mark, None
        return _page(week, everything, form, found), refusal.status
    flash(_said(found))
    return redirect(url_for(".texts", slug=slug, **_query()))


def _said(owner: Owner) -> str:
    label = str(owner.label)
    if owner.kind is OwnerKind.EVENT:
        return _("%(name)s: saved. It is not public before you publish it.", name=label)
    return _("%(name)s: saved. Everybody sees it.", name=label)


def _page(
    week: Week,
    everything: list[Owner],
    typed: TextsForm | None = None,
    about: Owner | None = None,
) -> str:
    choice = Choice(
        kind=request.args.get("kind", ""),
        language=request.args.get("language", ""),
        everything=request.args.get("show") == "all",
    )
    found = [one for one in everything if choice.fits(one, week) or one is about]
    page = page_number()
    shown = found[(page - 1) * PAGE : page * PAGE]
    if about is not None and about not in shown:
        shown.insert(0, about)
    return render_template(
        "planning/texts.html",
        week=week,
        choice=choice,
        found=len(found),
        rows=[(one, typed if one is about else _form(one, week)) for one in shown],
        typed=typed,
        kinds=_kinds(),
        counts=_counts(week, everything),
        query=_query(),
        here=here,
        neighbours=neighbours(page, has_more=len(found) > page * PAGE),
    )


def _query() -> dict[str, Any]:
    """What the address says of the choice, to be kept."""
    return {
        name: request.args[name]
        for name in ("kind", "language", "show", "page")
        if name in request.args
    }


def _form(owner: Owner, week: Week) -> TextsForm:
    form = form_of(owner, week.languages)
    return form.show(owner)


def _kinds() -> dict[str, str]:
    return {
        OwnerKind.WEEK: _("The week"),
        OwnerKind.EVENT: _("Events"),
        OwnerKind.VENUE: _("Venues"),
        OwnerKind.PERSON: _("People"),
    }


def _counts(week: Week, everything: list[Owner]) -> list[dict[str, object]]:
    """How many texts each language lacks."""
    lacking = [tag for one in everything for _f, tag in one.missing(week.languages)]
    return [
        {
            "tag": tag,
            "language": language_word(tag, week.languages),
            "count": lacking.count(tag),
        }
        for tag in week.languages
    ]
