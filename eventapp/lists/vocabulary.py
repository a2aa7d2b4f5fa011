"""The vocabularies of lists: which there are, as which files; how we count."""

from enum import StrEnum


class ListKind(StrEnum):
    """What a list is for."""

    DELEGATES = "delegates"  # whoever is chosen, with any columns
    CATERING = "catering"  # numbers by day and meal, and notes for the kitchen
    ACCESS = "access"
    RANK = "rank"  # in the order of protocol
    INSTITUTIONS = "institutions"  # names under their institutions
    EVENTS = "events"  # who holds and awaits places
    TRANSPORT = "transport"  # who is to be met, hour by hour
    HOTELS = "hotels"
    PRESS = "press"
    INTERPRETERS = "interpreters"  # who interprets, and for whom


class FileForm(StrEnum):
    """As what a list leaves the house."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class Counted(StrEnum):
    """Which institutions a report counts."""

    EXPECTED = "expected"  # from which somebody is confirmed
    CAME = "came"  # from which somebody was admitted somewhere
    ANNOUNCED = "announced"  # that the public page names as taking part
