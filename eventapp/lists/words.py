"""The words of reports: the sentence with the numbers, and the rule behind them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.institutions.models import InstitutionType
from eventapp.kernel.i18n import lazy_gettext
from eventapp.lists.figures import Figures, Rule
from eventapp.lists.vocabulary import Counted, FileForm

COUNTED = {
    Counted.EXPECTED: lazy_gettext("From which a delegate is confirmed"),
    Counted.CAME: lazy_gettext("From which a delegate came to an event"),
    Counted.ANNOUNCED: lazy_gettext("Which the public page names"),
}
FILES = {
    FileForm.XLSX: lazy_gettext("Excel workbook"),
    FileForm.CSV: lazy_gettext("CSV for a spreadsheet"),
    FileForm.PDF: lazy_gettext("To print (PDF)"),
}


def sentence_of(figures: Figures, rule: Rule) -> str:
    """19 universities and enterprises from 12 countries and regions."""
    count = figures.institutions
    who = (
        ngettext("%(num)d institution", "%(num)d institutions", count)
        if rule.with_others
        else ngettext(
            "%(num)d university or enterprise",
            "%(num)d universities and enterprises",
            count,
        )
    )
    return ngettext(
        "%(who)s from %(num)d country or region",
        "%(who)s from %(num)d countries and regions",
        figures.territories,
        who=who,
    )


def sorts_of(figures: Figures) -> str:
    """How many universities, enterprises and others are among them."""
    universities = figures.by_type.get(InstitutionType.UNIVERSITY, 0)
    companies = figures.by_type.get(InstitutionType.COMPANY, 0)
    others = figures.institutions - universities - companies
    return _(
        "Universities: %(universities)s. Enterprises: %(companies)s. "
        "Other organisations: %(others)s.",
        universities=universities,
        companies=companies,
        others=others,
    )


def people_of(figures: Figures) -> str:
    """How many people they send."""
    return _(
        "Delegates: %(people)s. People who accompany them: %(companions)s.",
        people=figures.people,
        companions=figures.companions,
    )


def rule_sentences(rule: Rule) -> Sequence[str]:
    """The rule in words, sentence by sentence."""
    which = {
        Counted.EXPECTED: _(
            "An institution counts once if at least one of its delegates is confirmed."
        ),
        Counted.CAME: _(
            "An institution counts once if at least one of its delegates was admitted "
            "to an event."
        ),
        Counted.ANNOUNCED: _(
            "An institution counts once if the public page of the week names it."
        ),
    }[rule.counted]
    return [
        which,
        _("All organisations of the directory count.")
        if rule.with_others
        else _("Universities and companies count; other organisations stand apart."),
        _("The host counts.") if rule.with_host else _("The host does not count."),
        _("Who accompanies a delegate represents nobody, and is counted apart."),
        _("Its country or region is that of the directory."),
    ]
