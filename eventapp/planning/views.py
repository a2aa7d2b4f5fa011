"""The organisers' programme pages, all of them: importing this registers every one."""

from eventapp.planning import (
    cancelling,
    clashing,
    copying,
    editing,
    events,
    grid,
    linking,
    people,
    releasing,
    texts,
)
from eventapp.planning.office import bp

__all__ = ["BRANCHES", "bp"]

BRANCHES = (
    cancelling,
    clashing,
    copying,
    editing,
    events,
    grid,
    linking,
    people,
    releasing,
    texts,
)
