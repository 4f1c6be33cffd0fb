"""Formats of the language ``kk``."""
