"""What long work announces to the packages above it, in the same transaction."""

from blinker import Namespace

_signals = Namespace()

job_ended = _signals.signal("job-ended")  # the Job: done, or given up
