"""What forms ask of the packages above, which keep the answers."""

from blinker import Namespace

_signals = Namespace()

answers_counted = _signals.signal("answers-counted")  # of these keys; each an int
