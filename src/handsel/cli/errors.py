"""What stops a command with words instead of a traceback."""


class LaunchError(Exception):
    """The command cannot go on; the text says why and what to do about it."""
