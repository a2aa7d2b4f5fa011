"""Files that people hand in: looked at for what they are, kept, served safely."""
