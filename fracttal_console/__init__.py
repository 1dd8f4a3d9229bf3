"""Fracttal Console: the authority over API connections of one company base, and the console to run it."""

__version__ = "0.1.0"
