"""Writes the demo marketplace: `python -m tools.demo` fills demo/ with files that are the same every time."""
