"""Registrations of delegates, their consents, places and waiting lists."""
