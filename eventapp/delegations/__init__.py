"""Delegations: who comes for an institution, together."""
