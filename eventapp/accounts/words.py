"""The words of roles."""

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.i18n import lazy_gettext

ROLES = {
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.ORGANISER: lazy_gettext("Organiser"),
    Role.EDITOR: lazy_gettext("Editor of the programme"),
    Role.SUPERVISOR: lazy_gettext("Supervisor of desks"),
    Role.STEWARD: lazy_gettext("Steward at a desk"),
    Role.INTERPRETER: lazy_gettext("Interpreter"),
    Role.DRIVER: lazy_gettext("Driver"),
    Role.READER: lazy_gettext("Reader"),
}


def role_word(role: Role) -> str:
    """What we call this role."""
    return str(ROLES[role])
