"""Sign-in, roles, and who may see which view."""
