"""What is kept about people, why and how long; given out, erased, purged."""
