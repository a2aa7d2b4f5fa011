"""Coaches of tours: who rides in which, who is missing, headcounts."""
