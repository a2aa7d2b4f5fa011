"""Questions about the registrations that a choice means."""
