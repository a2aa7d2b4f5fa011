"""The questions of a week's form: asked of whom, in which words, kept how long."""
