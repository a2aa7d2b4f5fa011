"""Questions about coaches."""
