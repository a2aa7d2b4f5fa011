"""Decisions about calendar mails: who gets them, and the mails themselves."""
