"""What organisers type of the programme."""
