"""Deciding how long things are kept, emptying them, keeping their totals."""
