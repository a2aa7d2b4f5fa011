"""Decisions about invitations."""
