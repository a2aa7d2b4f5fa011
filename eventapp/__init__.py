"""Partnership Week: run a university partnership week, from invitation to report."""
