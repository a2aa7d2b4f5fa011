"""What leaves the office on paper or as a file: lists and reports."""
