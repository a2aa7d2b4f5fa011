"""Publishing what was planned, and the releases until now."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel.i18n import lazy_gettext
from eventapp.planning.errors import ImpossibleAsPlanned
from eventapp.planning.forms.release import ReleaseForm, chosen_events
from eventapp.planning.office import bp
from eventapp.planning.publishing import Outlook, outlook
from eventapp.planning.service.publishing import Chosen, publish_chosen
from eventapp.programme.access import week_at
from eventapp.programme.changelog import log_of
from eventapp.programme.errors import (
    NothingToPublish,
    NotPlaced,
    ParentNotPublished,
    PartOfItself,
    PlanChangedMeanwhile,
)
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import releases_of
from eventapp.registration.audience import Reason
from eventapp.web.addresses import neighbours, page_number
from eventapp.web.filters import number, paragraph

PAGE = 20
REFUSALS = (
    NothingToPublish,
    NotPlaced,
    ParentNotPublished,
    PartOfItself,
    PlanChangedMeanwhile,
)


@bp.route("/<slug>/releases", methods=["GET", "POST"])
@requires(Right.PLAN)
def releases(slug: str) -> ResponseReturnValue:
    """What differs from what is public; tick, and publish it together."""
    week = week_at(slug)
    form = ReleaseForm().offer(week)
    chosen = chosen_events()
    if form.validate_on_submit() and not form.only_looks:
        try:
            return _publish(week, form, chosen or set())
        except REFUSALS as refusal:
            form.form_errors.append(str(refusal))
            return _page(week, form, outlook(week, chosen), refusal.status)
        except ImpossibleAsPlanned as refusal:
            form.anyway.errors = [str(refusal)]
            return _page(week, form, outlook(week, chosen), refusal.status)
    return _page(week, form, outlook(week, chosen), form.status)


def _publish(week: Week, form: ReleaseForm, chosen: set[UUID]) -> ResponseReturnValue:
    wish = Chosen(
        chosen,
        form.seen_plan,
        form.note.text_or_none(),
        all_the_same=form.anyway.data,
    )
    release = publish_chosen(week, wish, by=signed_in())
    flash(paragraph([_said(release), _followed(release)]))
    return redirect(url_for(".releases", slug=week.slug))


def _said(release: Release) -> str:
    if not release.told:
        return _(
            "Release %(number)s is published. Nobody had to be told.",
            number=release.number,
        )
    return ngettext(
        "Release %(number)s is published. %(num)s person was told.",
        "Release %(number)s is published. %(num)s people were told.",
        release.told,
        number=release.number,
    )


def _followed(release: Release) -> str:
    if not release.calendar_mails:
        return ""
    return ngettext(
        "%(num)s calendar entry follows by e-mail.",
        "%(num)s calendar entries follow by e-mail, one each.",
        release.calendar_mails,
    )


def _page(
    week: Week, form: ReleaseForm, view: Outlook, status: int
) -> ResponseReturnValue:
    form.read(week)
    known = releases_of(week)
    page = page_number()
    shown = known[(page - 1) * PAGE : page * PAGE]
    drawn = render_template(
        "planning/releases.html",
        week=week,
        form=form,
        view=view,
        reasons=_reasons(view),
        log=log_of(week, shown, is_public=False) if shown else [],
        total=len(known),
        pages=neighbours(page, has_more=len(known) > page * PAGE),
    )
    return drawn, status


def _reasons(view: Outlook) -> list[str]:
    """Why people are told, in words; somebody may be told for several reasons."""
    said = {
        Reason.HELD: lazy_gettext("%(num)s with a place"),
        Reason.WAITING: lazy_gettext("%(num)s on a waiting list"),
        Reason.PART: lazy_gettext("%(num)s with a part"),
        Reason.STARRED: lazy_gettext("%(num)s with a starred event"),
        Reason.EVERYONE: lazy_gettext("%(num)s because it is for all delegates"),
    }
    counts = {reason: view.told_as(reason) for reason in said}
    return [
        str(said[reason]) % {"num": number(count)}
        for reason, count in counts.items()
        if count
    ]
