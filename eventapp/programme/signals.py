"""What the programme announces to the packages above it, in the same transaction."""

from blinker import Namespace

_signals = Namespace()

# Sender: the Release; published: a list of `service.releases.Published`.
released = _signals.signal("released")
