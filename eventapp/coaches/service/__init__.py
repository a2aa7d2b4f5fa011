"""What is decided about coaches: the only writers of seats, counts and departures."""
