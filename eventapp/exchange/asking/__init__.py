"""Asking an address on the web for a calendar, without trusting it."""
