"""`handsel doctor`: what is right and wrong with this installation."""

from handsel.config.environment import Environment


def examine(environment: Environment) -> int:
    """Print one line a check; returns 1 when one fails."""
    print(f"Data folder: {environment.data}")
    return 0
