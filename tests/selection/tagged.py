"""A tag, a saved view and a bulk deed about one registration."""

from typing import Any

from eventapp.accounts.models import Account
from eventapp.kernel.db import add
from eventapp.registration.models.registrations import Registration
from eventapp.selection.choosing import Choice
from eventapp.selection.models import Deed
from eventapp.selection.plans import Plan
from eventapp.selection.service.doing import begin_deed, carry_out, end_deed
from eventapp.selection.service.tagging import save_view
from eventapp.selection.vocabulary import DeedKind


def make_tagged(
    registration: Registration, by: Account, words: str = "Press"
) -> dict[str, Any]:
    """Their keys, by the names that addresses give them."""
    week = registration.week
    deed = tag_them(registration, by=by, words=words)
    view = save_view(week, words, Choice(words=words), (), is_shared=True, by=by)
    return {"tag_id": deed.about_id, "view_id": view.id, "deed_id": deed.id}


def tag_them(*people: Registration, by: Account, words: str = "Press") -> Deed:
    """A deed that gives these people a tag."""
    plan = Plan(DeedKind.TAG, tag=words)
    deed = begin_deed(people[0].week, plan, by=by)
    carry_out(deed, plan, people, by=by)
    end_deed(deed, by=by)
    return add(deed)
