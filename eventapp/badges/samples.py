"""Invented people, to show how the badges of a week will look."""

from eventapp.badges.designs import Design
from eventapp.badges.faces import BadgeFace
from eventapp.badges.printing import face_for
from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.codes import CodeKind, compose
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind

CODE = compose(CodeKind.PERSON, bytes(16))  # opens no door


def sample_faces(week: Week, design: Design) -> tuple[BadgeFace, BadgeFace]:
    """A short name in two scripts, and a long one in Latin letters."""
    short = Registration(
        name=PersonName(
            "Chen Ceshi", "陈测试", "zh-Hans", NameOrder.NATIVE_FIRST, title="Prof."
        ),
        kind=DelegateKind.VICE_PRESIDENT,
        number=412,
        reference="7K2M9QXD",
        languages=("zh", "en"),
        institution=_home(
            "Sample University of Technology",
            "示例理工大学",
            "zh-Hans",
            "China",
            "中国",
        ),
        week=week,
    )
    long = Registration(
        name=PersonName("Grzegorz Przykładowicz-Wzorcowski"),
        kind=DelegateKind.DELEGATE,
        number=1024,
        reference="2B7XK4NM",
        languages=("pl", "en", "fr"),
        institution=_home(
            "Sample University of Applied Sciences and Arts in Kraków",
            "Przykładowa Akademia Nauk Stosowanych",
            "pl",
            "Poland",
            "波兰",
        ),
        week=week,
    )
    return face_for(short, CODE, design), face_for(long, CODE, design)


def _home(en: str, native: str, language: str, place: str, zh: str) -> Institution:
    return Institution(
        name=Localised({"en": en}),
        native_name=native,
        native_language=language,
        territory=Territory(label=Localised({"en": place, "zh-Hans": zh})),
    )
