"""What the programme announces to the packages above it, in the same transaction."""

from blinker import Namespace

_signals = Namespace()

event_cancelled = _signals.signal("event-cancelled")  # sender: the Event
event_moved = _signals.signal("event-moved")  # sender: the Event; time or place
capacity_changed = _signals.signal("capacity-changed")  # sender: the Event
