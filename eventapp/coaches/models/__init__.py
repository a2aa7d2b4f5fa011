"""Tables of the coaches."""
