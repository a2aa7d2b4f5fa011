"""How a run of show says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class RunChangedMeanwhile(Refusal):
    """Two people change one run; the second one must look again."""

    message = lazy_gettext(
        "Somebody else changed this run of show meanwhile. Look at it again, then save."
    )


class CueHasBegun(Refusal):
    """What has happened is not taken away."""

    status = 422
    message = lazy_gettext(
        "“%(cue)s” has begun already. It stays until the real times are cleared."
    )


class BegunStandsFirst(Refusal):
    """What has happened is not moved behind what is to come."""

    status = 422
    message = lazy_gettext(
        "“%(cue)s” has begun already. Cues that have begun stay first, in the order "
        "in which they began."
    )


class NothingToRun(Refusal):
    """A ceremony has at least one cue."""

    message = lazy_gettext("There is no cue yet. Write the run of show first.")


class NoHourYet(Refusal):
    """What has no place in the programme does not begin."""

    message = lazy_gettext("This event has no day and hour yet. Plan them first.")
