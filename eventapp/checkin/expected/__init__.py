"""The list of expected people that desks keep: sealed for doors, plain for search."""
