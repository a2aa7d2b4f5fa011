"""Decisions about delegations: the only writers."""
