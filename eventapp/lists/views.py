"""The office's pages of lists and reports: importing this registers them."""

from eventapp.lists import listing, reports
from eventapp.lists.office import bp

PAGES = (listing, reports)

__all__ = ["PAGES", "bp"]
