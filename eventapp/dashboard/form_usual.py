"""Which of the usual questions a week asks."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.office import bp
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.questions.service import building
from eventapp.registration.usual import COLUMNS, MAY_BE_NEEDED, WORDS, Asks, asks_of
from eventapp.web.fields import Pick
from eventapp.web.forms import Form


class UsualForm(Form):
    """Each of the usual questions: asked, needed, or left out."""

    phone = Pick(lazy_gettext("Phone"))
    position = Pick(lazy_gettext("Position"))
    days = Pick(lazy_gettext("Days of arrival and departure"))
    languages = Pick(lazy_gettext("Languages"))
    interpretation = Pick(lazy_gettext("Interpretation"))
    food = Pick(lazy_gettext("Food"))
    access = Pick(lazy_gettext("Access"))

    def offer(self) -> "UsualForm":
        """Offer what makes sense for each."""
        for name in COLUMNS:
            self[name].offer(
                [
                    (one.value, str(word))
                    for one, word in WORDS.items()
                    if one is not Asks.NEEDED or name in MAY_BE_NEEDED
                ]
            )
        return self

    def show(self, week: Week) -> None:
        """Fill in what was decided."""
        for name, one in asks_of(week).items():
            self[name].data = one.value

    def asks(self) -> dict[str, Any]:
        """What was decided; what is asked as usual need not be written down."""
        return {
            name: self[name].data
            for name in COLUMNS
            if self[name].data != Asks.ASKED.value
        }


@bp.route("/<slug>/form/usual", methods=["GET", "POST"])
@requires(Right.MANAGE)
def usual_questions(slug: str) -> ResponseReturnValue:
    """Asked, needed, or left out: one choice each."""
    week = week_at(slug)
    form = UsualForm().offer()
    if form.validate_on_submit():
        building.set_asks(week, form.asks(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".form", slug=slug))
    if request.method == "GET":
        form.show(week)
    page = render_template("dashboard/usual_questions.html", week=week, form=form)
    return page, form.status
