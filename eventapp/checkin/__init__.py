"""Desks, scans and admissions."""
