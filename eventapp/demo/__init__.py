"""The demonstration week, built from facts and synthetic delegates."""
