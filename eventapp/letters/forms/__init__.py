"""The forms of letters: the delegate's answers, the office's decisions, settings."""
