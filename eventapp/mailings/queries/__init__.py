"""Questions about mailings and their receivers."""
