"""Invitations: written, sent, opened, answered, reminded."""
