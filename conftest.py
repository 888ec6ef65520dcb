"""Fixtures of the whole project live in `tests/plugin.py`; Django is set up before this file is read."""

pytest_plugins = ["tests.plugin"]
