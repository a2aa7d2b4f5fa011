"""The tags of a week: how many have each, renaming, taking away."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.programme.access import row_at, week_at
from eventapp.selection.forms import TagForm
from eventapp.selection.models import Tag
from eventapp.selection.office import bp
from eventapp.selection.queries.tags import tags_with_counts
from eventapp.selection.service import tagging


@bp.route("/<slug>/tags", methods=["GET", "POST"])
@requires(Right.MANAGE)
def tags(slug: str) -> ResponseReturnValue:
    """All tags of a week; a new one can be made before anybody has it."""
    week = week_at(slug)
    form = TagForm()
    if form.validate_on_submit():
        tag = tagging.make_tag(week, " ".join((form.tag.data or "").split()))
        flash(_("The tag %(tag)s is there.", tag=tag.word))
        return redirect(url_for(".tags", slug=slug))
    page = render_template(
        "selection/tags.html", week=week, form=form, tags=tags_with_counts(week)
    )
    return page, form.status


@bp.route("/<slug>/tags/<uuid:tag_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def tag(slug: str, tag_id: UUID) -> ResponseReturnValue:
    """Put a tag under another word."""
    week = week_at(slug)
    found = row_at(week, Tag, tag_id)
    form = TagForm(data={"tag": found.word})
    if form.validate_on_submit():
        word = " ".join((form.tag.data or "").split())
        tagging.rename_tag(found, word, by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".tags", slug=slug))
    page = render_template("selection/tag.html", week=week, form=form, tag=found)
    return page, form.status


@bp.post("/<slug>/tags/<uuid:tag_id>/remove")
@requires(Right.MANAGE)
def remove_tag(slug: str, tag_id: UUID) -> ResponseReturnValue:
    """Take a tag away from everybody."""
    week = week_at(slug)
    found = row_at(week, Tag, tag_id)
    word = found.word
    tagging.remove_tag(found, by=signed_in())
    flash(_("The tag %(tag)s is removed.", tag=word))
    return redirect(url_for(".tags", slug=slug))
