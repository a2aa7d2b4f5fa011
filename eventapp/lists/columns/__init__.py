"""The columns that lists of people may have, and what each needs to be told."""
