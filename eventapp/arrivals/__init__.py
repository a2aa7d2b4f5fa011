"""Journeys and nights: who is met where, driven by whom, and sleeps where."""
