"""The words of roles."""

from eventapp.accounts.vocabulary import Right, Role
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


# Who can, in the words of the page that refuses.
REFUSED = {
    Right.ADMINISTER: lazy_gettext("Only administrators can do this. Ask one of them."),
    Right.MANAGE: lazy_gettext(
        "Only organisers of this week can do this. Ask one of them."
    ),
    Right.PLAN: lazy_gettext(
        "Only editors and organisers of this week can do this. Ask one of them."
    ),
    Right.READ: lazy_gettext(
        "Only the office of this week sees this page. Ask an organiser."
    ),
    Right.SUPERVISE: lazy_gettext(
        "Only supervisors of desks and organisers can do this. Ask one of them."
    ),
    Right.CHECK_IN: lazy_gettext(
        "Only those who work at desks of this week see this page. Ask a supervisor."
    ),
    Right.INTERPRET: lazy_gettext(
        "Only interpreters of this week see this page. Ask an organiser."
    ),
    Right.DRIVE: lazy_gettext(
        "Only drivers of this week see this page. Ask an organiser."
    ),
}


def right_sentence(right: Right) -> str:
    """Who may do what somebody was refused."""
    return str(REFUSED[right])
