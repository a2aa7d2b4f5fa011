"""The forms of delegations."""
