"""How planning says no."""

from uuid import UUID

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import Localised, lazy_gettext
from eventapp.programme.errors import PersonInUse


class StillActs(PersonInUse):
    """Whoever acts in a ceremony does not vanish from its cues."""

    message = lazy_gettext("This person acts in a run of show. Take them out first.")


class StillDelegate(PersonInUse):
    """Whoever is a delegate too is not forgotten from one side."""

    message = lazy_gettext(
        "This person is also a delegate. Say there first that it is somebody else."
    )


class DelegateAlready(Refusal):
    """Nobody takes part in one week twice."""

    message = lazy_gettext(
        "%(person)s is already another delegate of this week: %(delegate)s. "
        "Say there first that it is somebody else."
    )


class TextsChangedMeanwhile(Refusal):
    """Two people write one text; the second one must look again."""

    message = lazy_gettext(
        "Somebody else changed these texts meanwhile. Look at them again, then save."
    )


class ImpossibleAsPlanned(Refusal):
    """Nobody publishes an impossible hour without saying that it is right."""

    status = 422
    message = lazy_gettext("Look at what cannot happen as planned, or tick this.")


class NotAMove(Refusal):
    """The grid undoes what was done on the grid; texts and people stay."""

    message = lazy_gettext(
        "Your latest step is not a move: “%(event)s” was changed on its own page. "
        "Undo or discard it there."
    )

    def __init__(self, event_id: UUID, title: Localised) -> None:
        super().__init__(event=title)
        self.event_id = event_id
