"""The forms of imports of people."""
