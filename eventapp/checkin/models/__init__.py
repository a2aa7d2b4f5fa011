"""Tables of the desks."""
