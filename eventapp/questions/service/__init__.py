"""What organisers decide about forms."""
