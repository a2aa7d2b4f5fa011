"""The office's pages of the delegates' table."""

from eventapp.selection import bulk, deeds, printing, table, tags
from eventapp.selection.office import bp

__all__ = ["bp", "bulk", "deeds", "printing", "table", "tags"]
