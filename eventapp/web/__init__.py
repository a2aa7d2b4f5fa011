"""The HTTP toolkit: transactions, audiences, error pages, forms, filters, headers."""
