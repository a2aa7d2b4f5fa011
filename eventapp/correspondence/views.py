"""The office's pages about mails of the house."""

from eventapp.correspondence import texts, undelivered
from eventapp.correspondence.office import bp

__all__ = ["bp", "texts", "undelivered"]
