"""Who is what: roles, as an administrator chooses them."""

from collections.abc import Iterable
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, SearchField, StringField
from wtforms import Form as PlainForm

from eventapp.accounts.vocabulary import Role
from eventapp.accounts.words import ROLES
from eventapp.kernel import i18n
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Pick, words_of
from eventapp.web.forms import Fits, Form, Mailable, Needed


def roles() -> list[tuple[str, str]]:
    """The roles, the one with the fewest rights first."""
    return list(reversed(words_of(ROLES)))


class RoleForm(Form):
    """What an account is in all weeks."""

    role = Pick(_("Role in all weeks"))

    def offer(self, present: Role | None) -> Self:
        """Offer the roles, and none."""
        self.role.offer(roles(), gettext("None: only where appointed"))
        if self.role.data in {None, ""} and not self.is_submitted():
            self.role.data = present.value if present else ""
        return self

    @property
    def chosen(self) -> Role | None:
        """The role that was chosen."""
        return Role(self.role.data) if self.role.data else None


class WeekRoleForm(Form):
    """What an account is in one week."""

    week = Pick(_("Week"))
    role = Pick(_("Role"), id="role-in-week")

    def offer(self, weeks: Iterable[Week]) -> Self:
        """Offer the weeks and the roles."""
        self.week.offer([(one.slug, str(one.name)) for one in weeks])
        self.role.offer(roles())
        return self


class InviteForm(Form):
    """Whom to invite, and as what."""

    name = StringField(_("Name"), [Needed(_("Enter the name.")), Fits(200)])
    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter the e-mail address.")), Fits(254), Mailable()],
    )
    role = Pick(_("Role"))
    language = Pick(_("Language of the invitation"))

    def offer(self) -> Self:
        """Offer the roles and the languages."""
        self.role.offer(roles())
        self.language.offer([(one.tag, one.name) for one in i18n.LANGUAGES])
        return self


class ColleagueForm(Form):
    """Whose account has which role in this week."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter the e-mail address.")), Fits(254), Mailable()],
    )
    role = Pick(_("Role"))

    def offer(self) -> Self:
        """Offer the roles."""
        self.role.offer(roles())
        return self


class AccountFilter(PlainForm):
    """Which accounts to show; it changes nothing and needs no CSRF token."""

    q = SearchField(_("Name or e-mail"))
    role = Pick(_("Role"))
    week = Pick(_("Week"))

    def offer(self, weeks: Iterable[Week]) -> Self:
        """Offer what may be chosen."""
        self.role.offer(roles(), gettext("Any role"))
        self.week.offer([(one.slug, str(one.name)) for one in weeks], gettext("Any"))
        return self
