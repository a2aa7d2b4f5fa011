"""The organisers' programme pages, all of them: importing this registers every one."""

from eventapp.planning import events
from eventapp.planning.office import bp

__all__ = ["BRANCHES", "bp"]

BRANCHES = (events,)
