"""Decisions of the programme editor that reach beyond the programme."""
