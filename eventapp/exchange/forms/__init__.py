"""What organisers choose when they import."""
