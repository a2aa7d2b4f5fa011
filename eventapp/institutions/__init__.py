"""The directory of institutions, with aliases, countries or regions, and consortia."""
