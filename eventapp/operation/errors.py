"""How copies of the database and their way back say no."""


class CopyError(Exception):
    """A backup or a restore cannot go on; the sentence says why."""
