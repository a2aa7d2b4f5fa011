"""What is decided about arrivals: journeys, stays, pick-ups, rooms."""
