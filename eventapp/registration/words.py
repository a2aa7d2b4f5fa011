"""The words of statuses, delegates' kinds, diets and needs."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.registration.vocabulary import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Diet,
    Rank,
    RegistrationStatus,
)

STATUSES = {
    RegistrationStatus.DRAFT: lazy_gettext("Not finished"),
    RegistrationStatus.SUBMITTED: lazy_gettext("Waits for confirmation"),
    RegistrationStatus.CONFIRMED: lazy_gettext("Confirmed"),
    RegistrationStatus.DECLINED: lazy_gettext("Declined"),
    RegistrationStatus.CANCELLED: lazy_gettext("Cancelled"),
}
DELEGATE_KINDS = {
    DelegateKind.PRESIDENT: lazy_gettext("President or rector"),
    DelegateKind.VICE_PRESIDENT: lazy_gettext("Vice-president or vice-rector"),
    DelegateKind.DELEGATE: lazy_gettext("Delegate"),
    DelegateKind.TEACHER: lazy_gettext("Teacher or researcher"),
    DelegateKind.EXPERT: lazy_gettext("Expert"),
    DelegateKind.STUDENT: lazy_gettext("Student"),
    DelegateKind.ENTERPRISE: lazy_gettext("Company representative"),
    DelegateKind.COMPANION: lazy_gettext("Accompanying person"),
}
RANKS = {
    Rank.PRESIDENTIAL: lazy_gettext("Led by a president or rector"),
    Rank.VICE_PRESIDENTIAL: lazy_gettext("Led by a vice-president or vice-rector"),
    Rank.DECANAL: lazy_gettext("Led by a dean"),
    Rank.DIRECTORIAL: lazy_gettext("Led by a director"),
    Rank.WORKING: lazy_gettext("Working delegation"),
}
DIETS = {
    Diet.NONE: lazy_gettext("I eat everything"),
    Diet.VEGETARIAN: lazy_gettext("Vegetarian"),
    Diet.VEGAN: lazy_gettext("Vegan"),
    Diet.HALAL: lazy_gettext("Halal"),
    Diet.KOSHER: lazy_gettext("Kosher"),
    Diet.NO_PORK: lazy_gettext("No pork"),
    Diet.GLUTEN_FREE: lazy_gettext("Gluten-free"),
    Diet.LACTOSE_FREE: lazy_gettext("Lactose-free"),
    Diet.NUT_ALLERGY: lazy_gettext("Nut allergy"),
}
ACCESS = {
    Access.WHEELCHAIR: lazy_gettext("I use a wheelchair"),
    Access.STEP_FREE_ROUTE: lazy_gettext("I need a route without steps"),
    Access.HEARING_LOOP: lazy_gettext("I need a hearing loop"),
    Access.SIGN_LANGUAGE: lazy_gettext("I need sign language"),
    Access.SCREEN_READER_DOCUMENTS: lazy_gettext(
        "I need documents for a screen reader"
    ),
}
CONSENTS = {
    ConsentPurpose.PRIVACY: lazy_gettext("I have read this text, and I agree."),
    ConsentPurpose.PHOTOGRAPHS: lazy_gettext(
        "You may publish photographs of the week that show me."
    ),
    ConsentPurpose.LISTED: lazy_gettext(
        "Show my name and my institution in the list of participants."
    ),
    ConsentPurpose.SENSITIVE: lazy_gettext(
        "You may use what I said about food and access, to prepare for me."
    ),
}


def status_word(status: RegistrationStatus) -> str:
    """What we call this status."""
    return str(STATUSES[status])


def delegate_word(kind: DelegateKind | None) -> str:
    """What we call delegates of this kind."""
    return str(DELEGATE_KINDS[kind]) if kind else ""


def diet_word(diet: Diet | None) -> str:
    """What we call this diet."""
    return str(DIETS[diet]) if diet else ""


def access_word(need: str) -> str:
    """What we call this need."""
    return str(ACCESS[Access(need)])


def rank_word(rank: Rank | None) -> str:
    """What we call delegations of this rank."""
    return str(RANKS[rank]) if rank else ""
