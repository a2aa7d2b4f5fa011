"""What the office chose to see in the list of delegations, and the list as a file."""

from flask_babel import gettext as _

from eventapp.delegations.forms.office import DelegationFilter
from eventapp.delegations.queries import Choice, Row
from eventapp.delegations.words import missing_word
from eventapp.registration.models.registrations import Registration
from eventapp.registration.words import rank_word, status_word
from eventapp.web.addresses import here, searched


def choice_of(form: DelegationFilter) -> Choice:
    """Which delegations are meant."""
    codes = {value for value, _words in form.territory.choices or ()}
    code = form.territory.data if form.territory.data in codes else ""
    return Choice(
        words=searched(),
        status=form.chosen_status,
        territory=code or None,
        missing=form.chosen_gap,
    )


def chosen(form: DelegationFilter, choice: Choice) -> list[dict[str, str]]:
    """The filters that are on, each with the address without it."""
    found = []
    if choice.words:
        found.append({"text": choice.words, "href": here(q=None, page=None)})
    if choice.status:
        words = status_word(choice.status)
        found.append({"text": words, "href": here(status=None, page=None)})
    if choice.missing:
        words = missing_word(choice.missing)
        found.append({"text": words, "href": here(missing=None, page=None)})
    if choice.territory:
        words = str(dict(form.territory.choices or ())[choice.territory])
        found.append({"text": words, "href": here(territory=None, page=None)})
    return found


def head() -> list[str]:
    """The heads of the file's columns."""
    return [
        _("Institution"),
        _("Label"),
        _("Country or region"),
        _("Status"),
        _("Rank"),
        _("Head"),
        _("Quota"),
        _("Named"),
        _("To be named"),
        _("Own answers complete"),
        _("Contact"),
        _("E-mail of the contact"),
        _("Link sent"),
        _("Link opened"),
        _("Counterpart"),
        _("Greeter"),
        _("Note"),
    ]


def cells(row: Row, leader: Registration | None) -> list[object]:
    """One delegation in the file."""
    one = row.delegation
    territory = one.institution.territory
    return [
        str(one.institution.name),
        one.label,
        str(territory.label) if territory else "",
        status_word(one.status),
        rank_word(one.rank),
        str(leader.name) if leader else "",
        one.quota,
        row.named,
        row.to_be_named,
        row.complete,
        one.contact_name,
        one.contact_address,
        _("Yes") if one.link_sent_at else _("No"),
        _("Yes") if one.opened_at else _("No"),
        str(one.counterpart.name) if one.counterpart else "",
        str(one.greeter.name) if one.greeter else "",
        one.note,
    ]
