"""What becomes of a request for a letter, from asking to its outcome."""
