"""Decisions about many registrations at once: tags, views, deeds and their undoing."""
