"""What a row says about languages, food and access, and the note of the office."""

from typing import TYPE_CHECKING

from eventapp.intake import synonyms
from eventapp.registration.vocabulary import Diet
from eventapp.web.tables import is_risky

if TYPE_CHECKING:
    from eventapp.intake.reading import Cells

LONGEST_NOTE = 1000


def read_needs(cells: "Cells") -> None:
    """Read the languages, the food, the access, and the note of the office."""
    spoken = []
    for piece in synonyms.pieces(cells.text("languages")):
        tag = synonyms.language_of_word(piece)
        if tag is None:
            cells.find("language_unknown", "languages", piece)
        else:
            spoken.append(tag)
    wanted = cells.text("interpretation")
    into = synonyms.language_of_word(wanted) if wanted else None
    if wanted and into is None and synonyms.meant("answer", wanted) != "no":
        cells.find("language_unknown", "interpretation", wanted)
    diets, diet_note = _several(cells, "diet", "dietary_free_text")
    access, access_note = _several(cells, "access", "access_free_text")
    if len(diets) > 1:
        diet_note = diet_note or cells.text("diet")
    cells.candidate.values |= {
        "languages": tuple(dict.fromkeys(spoken)),
        "interpretation": into,
        "diet": Diet(diets[0]) if diets else None,
        "diet_note": diet_note,
        "access": tuple(access),
        "access_note": access_note,
        "note": _note(cells),
    }


def _several(cells: "Cells", field: str, free: str) -> tuple[list[str], str | None]:
    """The words of a vocabulary in a cell; with any other word, the text as well."""
    text = cells.text(field)
    if not text or (whole := synonyms.meant(field, text)):
        return ([whole] if text and whole else []), None
    found = [synonyms.meant(field, piece) for piece in synonyms.pieces(text)]
    known = list(dict.fromkeys(word for word in found if word and word != "none"))
    if None in found:
        if synonyms.meant("answer", text) == "no":
            return [], None
        cells.find(free, field, text)
        return known, text
    return known, None


def _note(cells: "Cells") -> str | None:
    raw = cells.raw.get("note", "")
    if not raw:
        return None
    if is_risky(raw):
        cells.find("export_must_neutralise", "note", raw)
    most = LONGEST_NOTE
    if len(raw) > most:
        cells.find("too_long", "note", raw, str(most))
    return raw.replace("\r\n", "\n").replace("\r", "\n")[:most]
