"""Calendars that delegates' own clients read: feeds, agendas, downloads."""
