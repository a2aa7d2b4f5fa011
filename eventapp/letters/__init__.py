"""Invitation letters for visas: asked for, checked, numbered, made, sent."""
