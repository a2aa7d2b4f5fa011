"""Messages in an outbox, and their delivery by SMTP."""
