"""Decisions about private calendars."""
