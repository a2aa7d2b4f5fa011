"""Decisions about weeks, venues, events, people, drafts and releases."""
