"""The forms of mailings and reminders."""
