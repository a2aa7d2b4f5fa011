"""Weeks, venues and events."""
