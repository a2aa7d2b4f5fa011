"""In which formats badges are printed: pages as printers want them, millimetres."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eventapp.kernel.i18n import lazy_gettext

Millimetres = tuple[float, float]  # width and height


class Format(StrEnum):
    """How badges lie on paper."""

    A4 = "a4"
    A4_LABELS_8 = "a4-8"
    A4_LABELS_10 = "a4-10"
    A4_CARDS = "a4-cards"
    A6 = "a6"
    CARD = "card"
    CARD_UPRIGHT = "card-upright"
    ROLL_62 = "62x100"
    ROLL_62_TURNED = "62x100-turned"
    LABEL_54 = "54x101"
    LABEL_54_TURNED = "54x101-turned"
    LABEL_102 = "102x76"


@dataclass(frozen=True)
class Paper:
    """A page, and where badges stand on it.

    `badge` is as it is read; on a `turned` page it lies on its left side, for printers
    that draw their labels lengthwise. Sheets have several in columns and rows.
    """

    page: Millimetres
    badge: Millimetres
    turned: bool = False
    columns: int = 1
    rows: int = 1
    start: Millimetres = (0, 0)  # of the first badge
    step: Millimetres = (0, 0)  # from one to the next
    marks: bool = False  # to cut along
    is_mono: bool = False  # black on white only: a pattern says what a colour would
    is_label: bool = False  # of which the reverse sticks

    @property
    def has_reverse(self) -> bool:
        """Whether the page is turned over; rolls of labels are not."""
        return not (self.is_label or self.is_mono)

    @property
    def many(self) -> int:
        """How many badges there are on a page."""
        return self.columns * self.rows

    def drawing(self) -> dict[str, Any]:
        """The same as the template wants it."""
        return {
            "page": self.page,
            "badge": self.badge,
            "turned": self.turned,
            "columns": self.columns,
            "rows": self.rows,
            "start": self.start,
            "step": self.step,
            "marks": self.marks,
            "mono": self.is_mono,
        }


A4_PAGE = (210, 297)
CARD = (85.6, 54)  # ISO 7810, ID-1
PAPERS = {
    Format.A4: Paper(
        A4_PAGE,
        (96, 138),
        columns=2,
        rows=2,
        start=(7, 8.5),
        step=(100, 142),
        marks=True,
    ),
    # 99.1 × 67.7 mm, as on Avery L7165; 99.1 × 57 mm, as on L7173.
    Format.A4_LABELS_8: Paper(
        A4_PAGE,
        (99.1, 67.7),
        columns=2,
        rows=4,
        start=(4.65, 13.1),
        step=(101.6, 67.7),
        is_label=True,
    ),
    Format.A4_LABELS_10: Paper(
        A4_PAGE,
        (99.1, 57),
        columns=2,
        rows=5,
        start=(4.65, 6),
        step=(101.6, 57),
        is_label=True,
    ),
    Format.A4_CARDS: Paper(
        A4_PAGE,
        CARD,
        columns=2,
        rows=5,
        start=(14.4, 13.5),
        step=(95.6, 54),
        marks=True,
    ),
    Format.A6: Paper((105, 148), (105, 148)),
    Format.CARD: Paper(CARD, CARD),
    Format.CARD_UPRIGHT: Paper((54, 85.6), (54, 85.6)),
    Format.ROLL_62: Paper((62, 100), (62, 100), is_mono=True),
    Format.ROLL_62_TURNED: Paper((62, 100), (100, 62), turned=True, is_mono=True),
    Format.LABEL_54: Paper((54, 101), (54, 101), is_mono=True),
    Format.LABEL_54_TURNED: Paper((54, 101), (101, 54), turned=True, is_mono=True),
    Format.LABEL_102: Paper((101.6, 76.2), (101.6, 76.2), is_mono=True),
}
WORDS = {
    Format.A4: lazy_gettext("A4, 4 to a sheet, to be cut"),
    Format.A4_LABELS_8: lazy_gettext("A4 labels, 8 to a sheet, 99 × 68 mm"),
    Format.A4_LABELS_10: lazy_gettext("A4 labels, 10 to a sheet, 99 × 57 mm"),
    Format.A4_CARDS: lazy_gettext("A4, 10 credit cards to a sheet, to be cut"),
    Format.A6: lazy_gettext("A6, one to a page"),
    Format.CARD: lazy_gettext("Credit card, 86 × 54 mm"),
    Format.CARD_UPRIGHT: lazy_gettext("Credit card, upright"),
    Format.ROLL_62: lazy_gettext("Label 62 × 100 mm, upright (Brother)"),
    Format.ROLL_62_TURNED: lazy_gettext("Label 62 × 100 mm, lengthwise (Brother)"),
    Format.LABEL_54: lazy_gettext("Label 54 × 101 mm, upright (Dymo)"),
    Format.LABEL_54_TURNED: lazy_gettext("Label 54 × 101 mm, lengthwise (Dymo)"),
    Format.LABEL_102: lazy_gettext("Label 4 × 3 inches (Zebra)"),
}
SINGLE = tuple(format_ for format_ in Format if PAPERS[format_].many == 1)


def format_word(format_: Format) -> str:
    """What we call this format."""
    return str(WORDS[format_])


def format_of(text: str | None) -> Format | None:
    """The format that an address or a column names; None for any other text."""
    return Format(text) if text in set(Format) else None
