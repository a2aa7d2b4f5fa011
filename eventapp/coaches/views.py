"""All pages of coaches: importing this registers every branch."""

from eventapp.coaches import leading, office, planning, post

__all__ = ["BLUEPRINTS", "BRANCHES"]

BRANCHES = (leading, planning)
BLUEPRINTS = (post.bp, office.bp)
