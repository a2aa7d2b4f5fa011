"""The rules by which clashes are found, by subject; each is a function of a survey."""
