"""What registration announces to the packages above it, in the same transaction."""

from blinker import Namespace

_signals = Namespace()

registration_confirmed = _signals.signal("registration-confirmed")  # the Registration
registration_ended = _signals.signal("registration-ended")  # declined or cancelled
