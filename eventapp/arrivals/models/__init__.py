"""Journeys, stays, pick-ups: who comes when, sleeps where, is met by whom."""
