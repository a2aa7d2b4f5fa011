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

# What each role may do, for whoever gives it.
DEEDS = {
    Role.ADMINISTRATOR: lazy_gettext(
        "Everything, and who may do what: accounts, roles and the site itself."
    ),
    Role.ORGANISER: lazy_gettext(
        "Everything in the office and at desks, but no accounts and no roles."
    ),
    Role.EDITOR: lazy_gettext(
        "Plans and publishes the programme. Sees no registrations and no letters."
    ),
    Role.SUPERVISOR: lazy_gettext(
        "Sets up desks and devices, settles conflicts, and does what a steward does."
    ),
    Role.STEWARD: lazy_gettext("Checks people in at a desk, and finds them by name."),
    Role.INTERPRETER: lazy_gettext(
        "Sees the events at which they interpret: hours, speakers, texts, run of show."
    ),
    Role.DRIVER: lazy_gettext(
        "Sees their cars of the day: when, where, and whom they meet."
    ),
    Role.READER: lazy_gettext(
        "Looks at the figures and the programme. Sees no names of delegates."
    ),
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


def role_deeds(role: Role) -> str:
    """What this role may do."""
    return str(DEEDS[role])
