"""What every package needs and nothing of the domain: database, clock, languages."""
