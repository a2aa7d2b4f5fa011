"""The organisers' programme pages, all of them: importing this registers every one."""

from eventapp.planning import copying, editing, events, grid
from eventapp.planning.office import bp

__all__ = ["BRANCHES", "bp"]

BRANCHES = (copying, editing, events, grid)
