"""Secrets about people, encrypted; each look is noted."""
