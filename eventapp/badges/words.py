"""The words of designs, prints and their reasons."""

from eventapp.badges.vocabulary import Homes, Lead, Order, Reprint, Reverse, Wanted
from eventapp.kernel.i18n import lazy_gettext

LEADS = {
    Lead.OWN: lazy_gettext("As the delegate wishes"),
    Lead.NATIVE: lazy_gettext("The name in the own script"),
    Lead.LATIN: lazy_gettext("The name in Latin letters"),
}
HOMES = {
    Homes.BOTH: lazy_gettext("In the language of the badge, and in its own"),
    Homes.LATIN: lazy_gettext("In the language of the badge only"),
    Homes.NATIVE: lazy_gettext("In its own language, where we know it"),
}
REVERSES = {
    Reverse.NOTHING: lazy_gettext("Nothing"),
    Reverse.TEXT: lazy_gettext("A text: whom to call, Wi-Fi"),
    Reverse.PROGRAMME: lazy_gettext("The programme of a day"),
}
WANTED = {
    Wanted.ALL: lazy_gettext("All"),
    Wanted.NEVER_PRINTED: lazy_gettext("Never printed"),
    Wanted.CHANGED: lazy_gettext("Changed since printed, or never printed"),
    Wanted.PRINTED: lazy_gettext("Printed before"),
}
ORDERS = {
    Order.NUMBER: lazy_gettext("By number"),
    Order.NAME: lazy_gettext("By name"),
    Order.DELEGATION: lazy_gettext("By institution and delegation"),
}
REPRINTS = {
    Reprint.LOST: lazy_gettext("Lost"),
    Reprint.DAMAGED: lazy_gettext("Damaged"),
    Reprint.MISPRINTED: lazy_gettext("Printed badly"),
    Reprint.CHANGED: lazy_gettext("Something on it changed"),
    Reprint.OTHER: lazy_gettext("Another reason"),
}


def reprint_word(reason: Reprint | None) -> str:
    """Why a badge was printed again; empty for its first print."""
    return str(REPRINTS[reason]) if reason else ""
