"""Packages: what crosses between a window and the office as one file, signed and enciphered."""
