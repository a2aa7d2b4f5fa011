"""Countries and regions of ISO 3166-1, as Babel names them."""

from babel import Locale

from eventapp.kernel.i18n import LANGUAGES, Localised

# Two letters which Babel names too: unions, parts that are reserved or made up.
NOT_OF_ISO = frozenset(
    [
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "XK",
        "ZZ",
    ]
)


def names(locale: str) -> dict[str, str]:
    """The names of all, by their codes, in one language."""
    known = Locale.parse(locale).territories
    return {
        code: name
        for code, name in known.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_OF_ISO  # noqa: PLR2004 - the length of a code
    }


def label(code: str) -> Localised:
    """The name of one, in every language that we speak."""
    return Localised({one.tag: names(one.locale).get(code, "") for one in LANGUAGES})
