"""The words of kinds of institutions."""

from eventapp.institutions.models import InstitutionType
from eventapp.kernel.i18n import lazy_gettext

TYPES = {
    InstitutionType.UNIVERSITY: lazy_gettext("University"),
    InstitutionType.COMPANY: lazy_gettext("Company"),
    InstitutionType.ASSOCIATION: lazy_gettext("Association"),
    InstitutionType.PUBLIC_AUTHORITY: lazy_gettext("Public authority"),
    InstitutionType.MINISTRY: lazy_gettext("Ministry"),
    InstitutionType.REPRESENTATIVE_OFFICE: lazy_gettext("Representative office"),
    InstitutionType.INCUBATOR: lazy_gettext("Incubator"),
    InstitutionType.OTHER: lazy_gettext("Other organisation"),
}


def type_word(kind: InstitutionType) -> str:
    """What we call an organisation of this sort."""
    return str(TYPES[kind])
