"""For whom the form is shown: a kind of delegate, an institution, a language."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms import Form as PlainForm

from eventapp.institutions.queries import territories
from eventapp.institutions.words import TYPES
from eventapp.kernel import i18n
from eventapp.questions.conditions import Circumstances
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Pick, words_of


class PreviewForm(PlainForm):
    """Who looks at the form."""

    kind = Pick(_("Comes as"))
    type = Pick(_("Type of the institution"))
    place = Pick(_("Country or region"))
    language = Pick(_("Language"))
    member = BooleanField(_("Member of a delegation"))
    companion = BooleanField(_("Accompanying person"))

    def offer(self) -> "PreviewForm":
        """Offer all there are."""
        anything = str(_("Not known"))
        self.kind.offer(words_of(DELEGATE_KINDS), nothing=anything)
        self.type.offer(words_of(TYPES), nothing=anything)
        places = [(one.code, str(one.label)) for one in territories()]
        self.place.offer(places, nothing=anything)
        self.language.offer([(one.tag, one.name) for one in i18n.LANGUAGES])
        if self.language.data not in {one.tag for one in i18n.LANGUAGES}:
            self.language.data = i18n.spoken().tag
        return self

    @property
    def tag(self) -> str:
        """The language in which the form is shown."""
        return str(self.language.data)

    def circumstances(self) -> Circumstances:
        """What rules know about this person."""
        return Circumstances(
            kind=self.kind.data or None,
            institution_type=self.type.data or None,
            place=self.place.data or None,
            is_member=bool(self.member.data),
            is_companion=bool(self.companion.data),
        )
