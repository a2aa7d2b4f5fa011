"""Decisions about registrations and places: the only writers."""
