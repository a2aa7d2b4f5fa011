"""The vocabularies of registration: states, kinds of delegates, needs."""

from enum import StrEnum


class RegistrationStatus(StrEnum):
    """Where a registration is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class DelegateKind(StrEnum):
    """In which quality somebody comes."""

    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    DELEGATE = "delegate"
    TEACHER = "teacher"
    EXPERT = "expert"
    STUDENT = "student"
    ENTERPRISE = "enterprise"
    COMPANION = "companion"  # accompanies a delegate; represents nobody


class Rank(StrEnum):
    """How high a delegation stands, by who leads it; protocol goes by it."""

    PRESIDENTIAL = "presidential"
    VICE_PRESIDENTIAL = "vice_presidential"
    DECANAL = "decanal"
    DIRECTORIAL = "directorial"
    WORKING = "working"


class Diet(StrEnum):
    """What the kitchen must know."""

    NONE = "none"
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    NO_PORK = "no_pork"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    NUT_ALLERGY = "nut_allergy"


class Access(StrEnum):
    """What somebody needs to take part."""

    WHEELCHAIR = "wheelchair"
    STEP_FREE_ROUTE = "step_free_route"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    SCREEN_READER_DOCUMENTS = "screen_reader_documents"


class PlaceStatus(StrEnum):
    """Whether a place is one's own, or hoped for."""

    HELD = "held"
    OFFERED = "offered"  # until an instant; nobody else may have it
    WAITING = "waiting"


class ConsentPurpose(StrEnum):
    """What somebody agreed to."""

    PRIVACY = "privacy"
    PHOTOGRAPHS = "photographs"
    LISTED = "listed"  # name in the list of participants
    SENSITIVE = "sensitive"  # what tells of health or belief: food, access


class InvitationState(StrEnum):
    """Where an invitation stands, by its dates."""

    PREPARED = "prepared"
    SENT = "sent"
    OPENED = "opened"
    ANSWERED = "answered"
    DECLINED = "declined"
    ENDED = "ended"


class Watched(StrEnum):
    """Which answers go back for approval once a registration is confirmed."""

    NAME = "name"
    INSTITUTION = "institution"
    KIND = "kind"
    POSITION = "position"
    DAYS = "days"
    VISA_LETTER = "visa_letter"
