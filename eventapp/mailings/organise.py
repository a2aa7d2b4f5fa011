"""The office's pages of mailings and reminders."""

from eventapp.mailings import drafts, going, reminders
from eventapp.mailings.office import bp

__all__ = ["bp", "drafts", "going", "reminders"]
