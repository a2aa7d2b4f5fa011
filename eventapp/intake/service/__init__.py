"""Decisions about lists of people: kept, decided row by row, taken over."""
