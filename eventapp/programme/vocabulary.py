"""The vocabularies of the programme: kinds, modes, states, parts."""

from enum import StrEnum

MOST_STARS = 100  # of one reader, in one week


class Mode(StrEnum):
    """Where people meet."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    ONLINE = "online"


class RegistrationMode(StrEnum):
    """How one becomes a delegate of a week."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


class Track(StrEnum):
    """A colour of the programme; never without a word beside it."""

    BLUE = "blue"
    ORANGE = "orange"
    GREEN = "green"
    PURPLE = "purple"
    TEAL = "teal"
    ROSE = "rose"
    OLIVE = "olive"
    SLATE = "slate"


class EventKind(StrEnum):
    """What happens at an event."""

    OPENING = "opening"
    CLOSING = "closing"
    SIGNING = "signing"
    SALON = "salon"
    FORUM = "forum"
    ROUND_TABLE = "round_table"
    CONFERENCE = "conference"
    EXHIBITION = "exhibition"
    FAIR = "fair"
    PROGRAMME_DAY = "programme_day"
    PROMOTION = "promotion"
    MATCHMAKING = "matchmaking"
    CULTURE = "culture"
    CAMPUS_TOUR = "campus_tour"
    CITY_TOUR = "city_tour"
    VISIT = "visit"
    BANQUET = "banquet"
    OTHER = "other"


class VenueKind(StrEnum):
    """What sort of place it is."""

    CAMPUS = "campus"
    BUILDING = "building"
    ROOM = "room"
    OUTDOORS = "outdoors"
    MEETING_POINT = "meeting_point"
    VEHICLE = "vehicle"
    ONLINE = "online"


class SignUp(StrEnum):
    """Who may come to an event, and how."""

    EVERYONE = "everyone"  # every confirmed delegate, as the room allows
    OPEN = "open"
    BY_REQUEST = "by_request"
    INVITED = "invited"
    CLOSED = "closed"


class WaitingList(StrEnum):
    """What becomes of a place that is free again while others wait."""

    AUTOMATIC = "automatic"  # the first in line has it at once
    OFFER = "offer"  # the first in line may take it, until an instant
    BY_HAND = "by_hand"  # an organiser gives it


class OverlapRule(StrEnum):
    """Whether somebody may hold places at two events at the same time."""

    INFORM = "inform"
    BLOCK = "block"


class EventStatus(StrEnum):
    """Whether the public may see an event, and whether it takes place."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """A person's part in an event."""

    PRESIDER = "presider"
    SPEAKER = "speaker"
    HOST = "host"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"
    SIGNATORY = "signatory"
    WITNESS = "witness"
    GUIDE = "guide"
    CONTACT = "contact"


class ChangeKind(StrEnum):
    """What a release did to an event."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"  # a cancelled event takes place after all
