"""Questions that lists and reports ask: who eats, who interprets, what is counted."""
