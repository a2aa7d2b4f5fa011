"""The words of roles."""

from eventapp.accounts.models import Role
from eventapp.kernel.i18n import lazy_gettext

ROLES = {
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.ORGANISER: lazy_gettext("Organiser"),
    Role.STEWARD: lazy_gettext("Steward at a desk"),
}


def role_word(role: Role) -> str:
    """What we call this role."""
    return str(ROLES[role])
