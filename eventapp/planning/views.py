"""The organisers' programme pages, all of them: importing this registers every one."""

from eventapp.planning import copying, events
from eventapp.planning.office import bp

__all__ = ["BRANCHES", "bp"]

BRANCHES = (copying, events)
