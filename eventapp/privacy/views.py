"""The privacy pages that delegates see: the plain words, their own data, erasing it."""

import io
import json
import zipfile
from uuid import UUID

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from eventapp.files.models import StoredFile
from eventapp.kernel.db import db
from eventapp.kernel.personal import Kept
from eventapp.privacy import overseeing, queries
from eventapp.privacy.catalogue import DELEGATES_OWN, catalogue
from eventapp.privacy.collecting import all_about
from eventapp.privacy.errors import EraseLinkEnded
from eventapp.privacy.office import bp
from eventapp.privacy.participants import PAGE, participants
from eventapp.privacy.service import erasing
from eventapp.privacy.vocabulary import ErasureReason
from eventapp.privacy.words import (
    count_word,
    erasure_word,
    purpose_word,
    sensitivity_word,
    table_word,
)
from eventapp.programme.access import week_or_404
from eventapp.registration import paths
from eventapp.registration import queries as registrations
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.models.answers import AnswerFile
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.addresses import neighbours, page_number, searched
from eventapp.web.audience import public
from eventapp.web.fields import SearchForm

__all__ = ["BRANCHES", "bp"]

BRANCHES = (overseeing,)

for _say in (purpose_word, erasure_word, sensitivity_word, table_word, count_word):
    bp.add_app_template_filter(_say)


@bp.get("/weeks/<slug>/privacy")
@public
def explain(slug: str) -> ResponseReturnValue:
    """What the week keeps about delegates, why and how long, in plain words."""
    week = week_or_404(slug)
    terms = queries.terms_of(week)
    return render_template(
        "privacy/explain.html", week=week, chapters=catalogue(terms, DELEGATES_OWN)
    )


@bp.get("/me/<uuid:registration_id>/data")
@delegate
def own(registration_id: UUID) -> ResponseReturnValue:
    """Everything that is kept about me."""
    registration = own_registration(registration_id)
    return render_template(
        "privacy/own.html",
        registration=registration,
        week=registration.week,
        parts=_collected(registration),
        has_files=bool(_files(registration)),
        back=paths.home(registration),
    )


@bp.get("/me/<uuid:registration_id>/data.json")
@delegate
def own_json(registration_id: UUID) -> ResponseReturnValue:
    """The same for machines."""
    registration = own_registration(registration_id)
    response = Response(_json(registration), content_type="application/json")
    return _as_file(response, "json")


@bp.get("/me/<uuid:registration_id>/data.zip")
@delegate
def own_zip(registration_id: UUID) -> ResponseReturnValue:
    """The same with the files that I handed in."""
    registration = own_registration(registration_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _json(registration))
        for number, file in enumerate(_files(registration), 1):
            archive.writestr(f"{number:02d}-{file.name}", file.content)
    return _as_file(Response(packed.getvalue(), content_type="application/zip"), "zip")


@bp.route("/me/<uuid:registration_id>/data/erase", methods=["GET", "POST"])
@delegate
def ask_erase(registration_id: UUID) -> ResponseReturnValue:
    """Say what goes and what stays; a draft goes at once, else a mail decides."""
    registration = own_registration(registration_id)
    is_draft = registration.status is RegistrationStatus.DRAFT
    if request.method == "POST":
        if is_draft:
            week = registration.week
            erasing.erase(registration, ErasureReason.ASKED_HERE)
            flash(_("Your data is erased."))
            return redirect(url_for("programme.week", slug=week.slug))
        token = erasing.link_token(registration)
        path = url_for(".erase", registration_id=registration.id, token=token)
        erasing.ask_for_link(registration, path)
        return redirect(url_for(".ask_erase", registration_id=registration.id, sent=1))
    return render_template(
        "privacy/ask_erase.html",
        registration=registration,
        week=registration.week,
        is_draft=is_draft,
        was_sent="sent" in request.args,
        back=url_for(".own", registration_id=registration.id),
    )


@bp.route("/me/<uuid:registration_id>/erase/<token>", methods=["GET", "POST"])
@public
def erase(registration_id: UUID, token: str) -> ResponseReturnValue:
    """The page behind the link in the mail; its button erases."""
    found = registrations.registration(registration_id)
    try:
        registration = erasing.check_link(found, token)
    except EraseLinkEnded as refusal:
        return render_template(
            "privacy/erased.html", ended=str(refusal)
        ), refusal.status
    week = registration.week
    if request.method == "POST":
        erasing.erase(registration, ErasureReason.ASKED_HERE)
        return render_template("privacy/erased.html", week=week, ended=None)
    return render_template("privacy/erase.html", registration=registration, week=week)


@bp.get("/me/<uuid:registration_id>/participants")
@delegate
def listed(registration_id: UUID) -> ResponseReturnValue:
    """Who else comes and agreed to be named; for those who are confirmed themselves."""
    registration = own_registration(registration_id)
    if not registration.is_confirmed:
        return redirect(paths.home(registration))
    page = page_number()
    rows, total = participants(registration.week_id, searched(), page)
    return render_template(
        "privacy/participants.html",
        registration=registration,
        week=registration.week,
        rows=rows,
        total=total,
        page=page,
        pages=neighbours(page, has_more=page * PAGE < total),
        search=SearchForm(request.args),
        words=searched(),
        everything=url_for(".listed", registration_id=registration.id),
        back=paths.home(registration),
    )


def _collected(registration: Registration) -> list[Kept]:
    return all_about(registration, current_app.jinja_env.filters["action_word"])


def _json(registration: Registration) -> str:
    parts = [
        {
            "heading": part.heading,
            "records": [
                [{"term": term, "value": value} for term, value in record]
                for record in part.records
            ],
        }
        for part in _collected(registration)
    ]
    told = {
        "week": str(registration.week.name),
        "reference": registration.reference,
        "parts": parts,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _files(registration: Registration) -> list[StoredFile]:
    rows = db.session.scalars(
        select(AnswerFile)
        .options(joinedload(AnswerFile.stored).options(undefer(StoredFile.content)))
        .where(AnswerFile.registration_id == registration.id)
        .order_by(AnswerFile.id)
    )
    return [one.stored for one in rows]


def _as_file(response: Response, ending: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename=my-data.{ending}"
    response.headers["Cache-Control"] = "no-store"
    return response
