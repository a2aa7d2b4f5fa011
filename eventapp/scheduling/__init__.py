"""Invitations by mail that calendars understand, and the answers to them."""
