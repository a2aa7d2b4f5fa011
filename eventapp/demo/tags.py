"""Tags, two views of the office, and a bulk deed that can be undone."""

from eventapp.accounts.models import Account
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.plans import Plan
from eventapp.selection.queries.counting import registrations_of
from eventapp.selection.service.doing import begin_deed, carry_out, end_deed
from eventapp.selection.service.tagging import save_view
from eventapp.selection.vocabulary import Column, DeedKind, Lack

LEADERS = Choice(
    statuses=(RegistrationStatus.CONFIRMED,),
    kinds=(DelegateKind.PRESIDENT, DelegateKind.VICE_PRESIDENT),
    order="institution",
)
UNFINISHED = Choice(
    statuses=(RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED),
    lacks=(Lack.NAME, Lack.DOCUMENT, Lack.ARRIVAL),
)


def plant_tags(week: Week, *, by: Account) -> None:
    """Those who lead a university sit in the first row."""
    plan = Plan(DeedKind.TAG, tag="First row")
    deed = begin_deed(week, plan, by=by)
    carry_out(deed, plan, registrations_of(week, LEADERS), by=by)
    end_deed(deed, by=by)
    columns = (Column.INSTITUTION, Column.KIND, Column.ARRIVES, Column.TAGS)
    leaders = tuple(one.value for one in columns)
    save_view(week, "First row", LEADERS, leaders, is_shared=True, by=by)
    columns = (Column.STATUS, Column.ADDRESS, Column.PHONE, Column.ARRIVES)
    unfinished = tuple(one.value for one in columns)
    save_view(week, "To ask again", UNFINISHED, unfinished, is_shared=True, by=by)
