"""How a form says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class FormChangedMeanwhile(Refusal):
    """Somebody else saved this part of the form first."""

    message = lazy_gettext(
        "Somebody changed this meanwhile. Your text is still here. "
        "Compare it with the form, then save again."
    )


class ConditionBroken(Refusal):
    """A rule would look at what comes later, is gone, or cannot be answered so."""

    message = lazy_gettext(
        "“%(asked)s” depends on “%(question)s”. That question must come before it, "
        "be in use, and offer the answers of the condition. "
        "Change the condition first."
    )


class QuestionAnswered(Refusal):
    """What somebody answered is never deleted; it can be archived."""

    message = lazy_gettext(
        "Somebody has answered this. Archive it instead: the answers stay."
    )


class OptionsMissing(Refusal):
    """A choice needs something to choose from."""

    status = 422
    message = lazy_gettext("Write two answers at least.")
