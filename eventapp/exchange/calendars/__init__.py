"""Calendars of others: what they hold, what is wrong with them, and their table."""
