"""Coaches of tours: who rides in which one, who is on board, who is missing."""
