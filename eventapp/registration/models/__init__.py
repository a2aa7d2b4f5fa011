"""Registrations and places, delegations, and what opens them."""
