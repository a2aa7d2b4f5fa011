"""How long each purpose lasts after the week, and how an erasure came about."""

from dataclasses import dataclass
from enum import StrEnum

from eventapp.kernel.personal import Purpose


@dataclass(frozen=True)
class Bounds:
    """Days after the last day of the week: the usual number, and how far it may go."""

    usual: int
    least: int
    most: int


# The other purposes do not end with a week.
BOUNDS = {
    Purpose.PREPARING: Bounds(30, 7, 180),
    Purpose.TRAVELLING: Bounds(30, 7, 180),
    Purpose.VISA: Bounds(30, 7, 365),
    Purpose.TAKING_PART: Bounds(365, 30, 1095),
    Purpose.PROVING: Bounds(1095, 365, 3650),
}


class ErasureReason(StrEnum):
    """Why somebody's data went before its time."""

    ASKED_HERE = "asked_here"  # the person, on the own page
    ASKED_OFFICE = "asked_office"  # the person wrote, and the office did it
    MISTAKE = "mistake"  # entered by mistake, or twice
    NO_GROUND = "no_ground"  # we may not keep it


class CountName(StrEnum):
    """Totals that outlive what they were counted from."""

    STATUS = "status"
    KIND = "kind"
    TERRITORY = "territory"
    INSTITUTIONS = "institutions"
    DIET = "diet"
    ACCESS = "access"
    INTERPRETATION = "interpretation"
    VISA_LETTERS = "visa_letters"
    ARRIVALS = "arrivals"  # by day
    PRESENT = "present"  # persons admitted anywhere
    ADMISSIONS = "admissions"
