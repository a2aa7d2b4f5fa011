"""People out of a list: read, looked at, taken over."""
