"""Long work as a row, a worker and a page that shows progress."""
