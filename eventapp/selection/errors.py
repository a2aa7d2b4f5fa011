"""What a bulk deed refuses, or leaves out, in words."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class AlreadyUndone(Refusal):
    """A deed is undone once."""

    message = lazy_gettext("This was undone before.")


class StillAtWork(Refusal):
    """Whoever undoes sees all that was done."""

    message = lazy_gettext("This is still at work. Wait until it has ended.")


class TooManyTags(Refusal):
    """Tags are there to be overlooked."""

    message = lazy_gettext("A week has at most %(most)s tags.")


class TagTaken(Refusal):
    """One word, one tag."""

    message = lazy_gettext("There is a tag with this word already.")


class TooManyViews(Refusal):
    """A menu that is too long is no help."""

    message = lazy_gettext("Keep at most %(most)s views. Remove one first.")


class ChangedSince(Refusal):
    """What somebody did afterwards is not overwritten."""

    message = lazy_gettext("Somebody changed this registration since.")


class OtherThanSeen(Refusal):
    """A deed does what its preview showed."""

    message = lazy_gettext("The list has changed since you looked. Look at it again.")
