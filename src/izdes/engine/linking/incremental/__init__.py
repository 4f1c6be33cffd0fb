"""Linking that goes on: a change touches the series that it meets, and no others."""
