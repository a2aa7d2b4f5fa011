"""The forms of registration: one topic a page; they hand over domain values."""
