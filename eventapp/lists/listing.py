"""The lists of a week: what they show, and as a file; the journal keeps who took it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.jobs import service as jobs
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.lists import service
from eventapp.lists.forms import ListForm
from eventapp.lists.kinds import KINDS, Kind, sheet_for
from eventapp.lists.models import ListLayout
from eventapp.lists.office import bp
from eventapp.lists.queries.eating import days_of
from eventapp.lists.vocabulary import FileForm, ListKind
from eventapp.lists.wishes import Wish
from eventapp.lists.words import FILES
from eventapp.lists.working import KIND, MOST_DIRECT
from eventapp.lists.writing import check_width, file_of
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import events_of
from eventapp.selection.asked import address_of, asked_choice, asked_ticks
from eventapp.selection.choosing import Choice
from eventapp.selection.chosen import chosen_words
from eventapp.selection.queries.counting import count_of
from eventapp.selection.queries.offered import offered
from eventapp.web.filters import listing

MOST_SHOWN = 20  # rows of a part
MOST_PARTS = 12
MOST_READ = 3_000  # people; beyond, grouped lists are only made as files
NAMES = {
    FileForm.XLSX: "download",
    FileForm.CSV: "download",
    FileForm.PDF: "print",
}


@bp.get("/lists/")
@requires(Right.MANAGE)
def overview(slug: str) -> ResponseReturnValue:
    """Which lists there are, and for whom each is."""
    week = week_at(slug)
    expected = count_of(week, Wish(ListKind.RANK).people)
    return render_template(
        "lists/overview.html", week=week, kinds=KINDS, expected=expected
    )


@bp.route("/lists/<list_name>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def of_list(slug: str, list_name: str) -> ResponseReturnValue:
    """One list as it is now; sent with columns, it remembers them or makes a file."""
    week, name = week_at(slug), _name(list_name)
    kind, form = KINDS[name], ListForm().offer(events_of(week), days_of(week))
    if request.method == "POST":
        return _sent(week, name, form)
    columns = _columns(name)
    choice = asked_choice()
    wish = Wish(
        name,
        choice,
        columns,
        _meals(form),
        _day(form),
        _filters(week, choice),
        most=MOST_SHOWN,
    )
    people = count_of(week, wish.people)
    is_short = name is ListKind.DELEGATES or people <= MOST_READ
    sheet = sheet_for(week, wish) if is_short else None
    form.show.data = list(columns or kind.usual)
    form.meal.data = [str(key) for key in wish.meals]
    return render_template(
        "lists/list.html",
        week=week,
        name=name,
        kind=kind,
        form=form,
        sheet=sheet,
        people=people,
        choice=choice,
        files=[(one.value, FILES[one], NAMES[one]) for one in FileForm],
        most_rows=MOST_SHOWN,
        most_parts=MOST_PARTS,
        kept=choice.parameters(),
        by_table=address_of("selection.registrations", wish.people, slug=slug),
        everything=url_for(".of_list", slug=slug, list_name=name),
        heads=_address(week, Wish(name, replace(choice, is_head=True))),
    )


def _sent(week: Week, name: ListKind, form: ListForm) -> ResponseReturnValue:
    do = request.form.get("do", "")
    if do not in {"show", "usual", *FileForm}:
        return _from_table(week, name)
    kind, choice = KINDS[name], asked_choice()
    columns = () if do == "usual" or _is_usual(form, kind) else form.columns
    service.remember(signed_in(), name, columns)
    wish = Wish(name, choice, columns, form.meals, form.one_day, _filters(week, choice))
    if do in {"show", "usual"}:
        return redirect(_address(week, wish))
    return _file(week, wish, FileForm(do))


def _from_table(week: Week, name: ListKind) -> ResponseReturnValue:
    """Somebody ticked people in the table of delegates, and wants them listed."""
    choice = asked_ticks()
    if choice is None:
        flash(_("Tick people first."), "error")
        return redirect(url_for("selection.registrations", slug=week.slug))
    return redirect(_address(week, Wish(name, choice)))


def _file(week: Week, wish: Wish, form: FileForm) -> ResponseReturnValue:
    by, people = signed_in(), count_of(week, wish.people)
    if people > MOST_DIRECT[form]:
        asked = {"week": str(week.id), "wish": wish.kept(), "form": form.value}
        job = jobs.ask(
            KIND, {**asked, "people": people}, asked_by_id=by.id, week_id=week.id
        )
        note_taken(
            "list.taken",
            f"{wish.kind}-{week.slug}.{form}",
            people,
            by=by,
            week_id=week.id,
        )
        db.session.flush()
        return redirect(url_for("dashboard.job", slug=week.slug, job_id=job.id))
    sheet = sheet_for(week, wish)
    if form is FileForm.PDF:
        check_width(sheet)
    product = file_of(sheet, form, clock.now().astimezone(week.tzinfo))
    note_taken("list.taken", product.name, sheet.count, by=by, week_id=week.id)
    response = Response(product.content, content_type=product.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=product.name)
    return response


def _filters(week: Week, choice: Choice) -> str:
    """The filters in words, as a file says them."""
    if choice.is_everybody:
        return ""
    return listing(one["text"] for one in chosen_words(week, choice, offered(week)))


def _address(week: Week, wish: Wish) -> str:
    more: dict[str, list[str] | str] = {}
    if wish.meals:
        more["meal"] = [str(key) for key in wish.meals]
    if wish.day:
        more["meal_day"] = wish.day.isoformat()
    return address_of(
        ".of_list", wish.choice, slug=week.slug, list_name=wish.kind, **more
    )


def _name(text: str) -> ListKind:
    try:
        return ListKind(text)
    except ValueError:
        abort(404)


def _columns(name: ListKind) -> tuple[str, ...]:
    """Those that this account chose last; none: the usual ones."""
    known = db.session.get(ListLayout, (signed_in().id, name))
    return known.columns if known else ()


def _meals(form: ListForm) -> tuple[UUID, ...]:
    form.meal.data = request.args.getlist("meal")
    return form.meals


def _day(form: ListForm) -> date | None:
    form.meal_day.data = request.args.get("meal_day", "")
    return form.one_day


def _is_usual(form: ListForm, kind: Kind) -> bool:
    return set(form.columns) == set(kind.usual)
