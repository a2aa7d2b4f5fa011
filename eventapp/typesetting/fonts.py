"""The fonts of everything we print: ours alone, never those of the machine."""

from functools import cache
from importlib import resources

from typst import Fonts

FOLDERS = (
    ("fontpkg_noto_sans", "files"),  # Latin, Greek, Cyrillic, Devanagari
    ("noto_cjk_sans_otc", ""),  # Chinese, Japanese, Korean
    ("fontpkg_noto_sans_arabic", "files"),
    ("fontpkg_noto_sans_thai", "files"),
)


@cache
def fonts() -> Fonts:
    """The fonts, looked through once a process."""
    folders = [str(resources.files(package) / inside) for package, inside in FOLDERS]
    return Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
