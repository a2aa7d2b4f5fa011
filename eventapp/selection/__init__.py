"""Which registrations are meant: filters, saved views, tags, the table."""
