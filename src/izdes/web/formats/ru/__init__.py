"""Formats of the language ``ru``."""
