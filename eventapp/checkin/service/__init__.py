"""What happens at a desk: the only writers of scans and admissions."""
